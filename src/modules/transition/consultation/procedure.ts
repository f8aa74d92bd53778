import type { Procedure } from '#kernel/procedure/index.ts';

const words = (vi: string, en: string) => ({ vi, en });
const LAW = 'Bộ luật Lao động 45/2019/QH14, Điều 44 và Nghị định 145/2020/NĐ-CP, Điều 41 (chưa đối chiếu bản gốc)';
/** No text at hand sets these days; the procedure does, and says so. */
const OWN = 'Thời hạn do quy trình này đặt, chưa có văn bản quy định số ngày';

const employer = { party: 'employer' } as const;
const union = { party: 'union' } as const;
const OPEN_STATES = ['sent', 'received', 'asked', 'met', 'minuted', 'opined', 'answered'];

const states: Procedure['states'] = {
  sent: { title: words('Đã gửi hồ sơ cho công đoàn', 'File sent to the union') },
  received: { title: words('Công đoàn đã nhận hồ sơ', 'File received by the union') },
  asked: { title: words('Công đoàn chờ trả lời câu hỏi', 'Questions of the union to be answered') },
  met: { title: words('Chờ công đoàn xác nhận biên bản', 'Minutes wait for the union') },
  minuted: { title: words('Biên bản đã được hai bên xác nhận', 'Minutes agreed by both') },
  opined: { title: words('Chờ trả lời từng ý kiến của công đoàn', 'Points of the union to be answered') },
  answered: { title: words('Đã trả lời ý kiến của công đoàn', 'Points answered') },
  withdrawn: { title: words('Đã rút hồ sơ', 'Withdrawn'), end: true },
};

const steps: Procedure['steps'] = {
  receive: { title: words('Xác nhận đã nhận hồ sơ', 'Confirm that the file was received'), from: ['sent'], to: 'received', by: union, law: LAW },
  ask: { title: words('Gửi câu hỏi cho người sử dụng lao động', 'Send the questions to the employer'), from: ['received'], to: 'asked', by: union, law: LAW },
  answer: { title: words('Gửi trả lời các câu hỏi', 'Send the answers'), from: ['asked'], to: 'received', by: employer, law: LAW },
  meet: { title: words('Ghi nhận cuộc họp và gửi biên bản', 'Note the meeting and send its minutes'), from: ['received'], to: 'met', by: employer, law: LAW },
  'agree-minutes': { title: words('Đồng ý với biên bản', 'Agree with the minutes'), from: ['met'], to: 'minuted', by: union, law: LAW },
  'refuse-minutes': { title: words('Không đồng ý với biên bản', 'Refuse the minutes'), from: ['met'], to: 'received', by: union, reason: true },
  'give-opinion': { title: words('Gửi ý kiến bằng văn bản', 'Give the written opinion'), from: ['minuted'], to: 'opined', by: union, law: LAW },
  'answer-opinion': { title: words('Gửi trả lời từng ý kiến', 'Send the answer to each point'), from: ['opined'], to: 'answered', by: employer, law: LAW },
  withdraw: { title: words('Rút hồ sơ', 'Withdraw the file'), from: OPEN_STATES, to: 'withdrawn', by: employer, reason: true },
};

const terms: Procedure['terms'] = {
  receipt: { title: words('Nhận hồ sơ', 'Receive the file'), workingDays: 3, starts: ['open'], stops: ['receive'], law: OWN },
  answers: { title: words('Trả lời câu hỏi', 'Answer the questions'), workingDays: 5, starts: ['ask'], stops: ['answer'], law: OWN },
  opinion: { title: words('Cho ý kiến bằng văn bản', 'Give the opinion'), workingDays: 10, starts: ['agree-minutes'], stops: ['give-opinion'], law: OWN },
  reply: { title: words('Trả lời ý kiến của công đoàn', 'Answer the points'), workingDays: 10, starts: ['give-opinion'], stops: ['answer-opinion'], law: OWN },
};

const shared = {
  version: '2026-01-01',
  law: LAW,
  start: 'sent',
  see: 'transition.assess',
  assign: 'transition.assess',
  fact: 'transition.consultation-stepped',
  parties: {
    employer: { title: words('Người sử dụng lao động', 'Employer'), permission: 'transition.assess' },
    union: { title: words('Công đoàn', 'Union'), permission: 'transition.speak-for-union' },
    decider: { title: words('Người quyết định', 'Whoever decides'), permission: 'transition.decide-plan' },
  },
};

/** The union has its say on what an initiative means for people; its end is what the approval of the initiative waits for. */
export const consultImpact: Procedure = {
  ...shared,
  name: 'transition.consult-impact',
  title: words('Tham vấn công đoàn về tác động của sáng kiến', 'Consultation of the union on the impact of an initiative'),
  states: { ...states, concluded: { title: words('Đã tham vấn xong', 'Consulted'), end: true } },
  steps: {
    ...steps,
    'ask-again': { title: words('Đề nghị làm rõ thêm', 'Ask for more'), from: ['answered'], to: 'opined', by: union, reason: true },
    conclude: {
      title: words('Kết thúc tham vấn', 'Conclude the consultation'),
      from: ['answered'],
      to: 'concluded',
      by: { party: 'union', permission: 'transition.assess' },
      law: LAW,
    },
  },
  terms,
};

/** The union has its say on a labour-use plan; then the plan is adopted and announced (Labour Code art. 44). */
export const consultPlan: Procedure = {
  ...shared,
  name: 'transition.consult-plan',
  title: words('Tham vấn, thông qua và công bố phương án sử dụng lao động', 'Consultation, adoption and announcement of a labour-use plan'),
  states: {
    ...states,
    consulted: { title: words('Đã tham vấn xong, chờ thông qua', 'Consulted, to be adopted') },
    adopted: { title: words('Đã thông qua, chờ công bố', 'Adopted, to be announced') },
    announced: { title: words('Đã công bố', 'Announced'), end: true },
  },
  steps: {
    ...steps,
    'ask-again': { title: words('Đề nghị làm rõ thêm', 'Ask for more'), from: ['answered'], to: 'opined', by: union, reason: true },
    conclude: {
      title: words('Kết thúc tham vấn', 'Conclude the consultation'),
      from: ['answered'],
      to: 'consulted',
      by: { party: 'union', permission: 'transition.assess' },
      law: LAW,
    },
    adopt: { title: words('Thông qua phương án', 'Adopt the plan'), from: ['consulted'], to: 'adopted', by: { party: 'decider' }, law: LAW },
    'send-back': { title: words('Yêu cầu làm lại phương án', 'Send the plan back'), from: ['consulted'], to: 'withdrawn', by: { party: 'decider' }, reason: true },
    announce: { title: words('Công bố phương án', 'Announce the plan'), from: ['adopted'], to: 'announced', by: employer, law: LAW },
  },
  terms: {
    ...terms,
    // The law as reported gives 15 days; ten working days never end later.
    announcement: { title: words('Công bố phương án', 'Announce the plan'), workingDays: 10, starts: ['adopt'], stops: ['announce'], law: LAW },
  },
};
