import type { Procedure } from '#kernel/procedure/index.ts';

const words = (vi: string, en: string) => ({ vi, en });
const UNCHECKED = '(chưa đối chiếu bản gốc)';
const RETRAIN = `Bộ luật Lao động 45/2019/QH14, Điều 42 khoản 3 ${UNCHECKED}`;
const NOTICE = `Bộ luật Lao động 45/2019/QH14, Điều 42 khoản 6 ${UNCHECKED}`;
const DUE = `Bộ luật Lao động 45/2019/QH14, Điều 46, 47 ${UNCHECKED}`;
const OWN = 'Thời hạn do quy trình này đặt, chưa có văn bản quy định số ngày';

const employer = { permission: 'transition.handle-cases' } as const;
const worker = { party: 'worker' } as const;

/** The case of one person under a labour-use plan, from the first talk to the last follow-up; retraining is offered before anything else. */
export const personProcedure: Procedure = {
  name: 'transition.person',
  version: '2026-01-01',
  title: words('Hồ sơ chuyển đổi việc làm', 'Transition of one person'),
  law: RETRAIN,
  start: 'opened',
  states: {
    opened: { title: words('Đã mở, chưa đề nghị đào tạo lại', 'Opened, retraining not offered yet') },
    offered: { title: words('Chờ người lao động trả lời', 'Waits for the answer of the person') },
    retraining: { title: words('Đang đào tạo lại', 'Retraining') },
    declined: { title: words('Không đào tạo lại', 'Retraining declined') },
    noticed: { title: words('Đã báo trước', 'Notice given') },
    handing: { title: words('Đang bàn giao', 'Handing over') },
    handed: { title: words('Đã bàn giao', 'Handed over') },
    redeployed: { title: words('Đã có việc mới, đang theo dõi', 'In new work, followed up') },
    left: { title: words('Đã nghỉ, đang theo dõi', 'Left, followed up') },
    stayed: { title: words('Giữ nguyên việc làm', 'Kept the post'), end: true },
    closed: { title: words('Đã kết thúc', 'Ended'), end: true },
  },
  steps: {
    'offer-retraining': { title: words('Đề nghị đào tạo lại', 'Offer retraining'), from: ['opened'], to: 'offered', by: employer, law: RETRAIN },
    'accept-retraining': { title: words('Nhận đào tạo lại', 'Accept retraining'), from: ['offered', 'declined'], to: 'retraining', by: worker, law: RETRAIN },
    'decline-retraining': { title: words('Không nhận đào tạo lại', 'Decline retraining'), from: ['offered'], to: 'declined', by: worker, reason: true },
    'break-off': { title: words('Dừng đào tạo lại', 'Break off retraining'), from: ['retraining'], to: 'declined', by: { ...employer, ...worker }, reason: true },
    redeploy: { title: words('Bố trí việc mới', 'Give new work'), from: ['retraining', 'opened', 'offered', 'declined', 'noticed'], to: 'redeployed', by: employer, reason: true },
    'come-back': { title: words('Việc mới không phù hợp, quay lại', 'New work does not fit, come back'), from: ['redeployed'], to: 'opened', by: worker, reason: true },
    'give-notice': { title: words('Gửi thông báo trước', 'Give notice'), from: ['declined'], to: 'noticed', by: employer, law: NOTICE },
    'begin-hand-over': { title: words('Bắt đầu bàn giao công việc', 'Begin to hand over'), from: ['noticed'], to: 'handing', by: worker },
    'receive-work': { title: words('Xác nhận đã nhận bàn giao', 'Confirm the hand-over'), from: ['handing'], to: 'handed', by: employer },
    end: { title: words('Cho thôi việc, nghỉ hưu', 'End the employment'), from: ['handed'], to: 'left', by: employer, afterSubcases: true, law: DUE },
    keep: {
      title: words('Giữ lại vị trí', 'Keep the post'),
      from: ['opened', 'offered', 'retraining', 'declined', 'noticed', 'handing', 'handed'],
      to: 'stayed',
      by: employer,
      reason: true,
    },
    'follow-up-work': { title: words('Theo dõi việc mới', 'Follow up the new work'), from: ['redeployed'], to: 'redeployed', by: { ...employer, party: 'union' }, reason: true },
    'follow-up': { title: words('Theo dõi sau khi nghỉ', 'Follow up after leaving'), from: ['left'], to: 'left', by: { ...employer, party: 'union' }, reason: true },
    close: { title: words('Kết thúc hồ sơ', 'Close the case'), from: ['redeployed', 'left'], to: 'closed', by: { ...employer, party: 'union' }, reason: true, afterSubcases: true },
  },
  terms: {
    answer: {
      title: words('Trả lời đề nghị đào tạo lại', 'Answer the offer of retraining'),
      workingDays: 10,
      starts: ['offer-retraining'],
      stops: ['accept-retraining', 'decline-retraining', 'redeploy', 'keep'],
      law: OWN,
    },
    'hand-over': { title: words('Bàn giao công việc', 'Hand over the work'), workingDays: 15, starts: ['give-notice'], stops: ['receive-work', 'redeploy', 'keep'], law: OWN },
  },
  parties: {
    worker: { title: words('Người lao động', 'Worker') },
    union: { title: words('Công đoàn', 'Union'), permission: 'transition.speak-for-union' },
  },
  see: 'transition.handle-cases',
  assign: 'transition.handle-cases',
  fact: 'transition.case-stepped',
};

const APPEAL_LAW = `Bộ luật Lao động 45/2019/QH14, chương XIV; Luật Công đoàn 50/2024/QH15 ${UNCHECKED}`;

/** An appeal within a case: the employer answers first; then the union conciliates. While it is open nobody is ended. */
export const appealProcedure: Procedure = {
  name: 'transition.appeal',
  version: '2026-01-01',
  title: words('Khiếu nại trong hồ sơ chuyển đổi việc làm', 'Appeal in a transition'),
  law: APPEAL_LAW,
  start: 'lodged',
  states: {
    lodged: { title: words('Chờ người sử dụng lao động trả lời', 'Waits for the employer') },
    answered: { title: words('Chờ người lao động quyết định', 'Waits for the worker') },
    conciliation: { title: words('Công đoàn đang hòa giải', 'The union conciliates') },
    upheld: { title: words('Khiếu nại được chấp nhận', 'Upheld'), end: true },
    settled: { title: words('Đã thống nhất', 'Settled'), end: true },
    unsettled: { title: words('Hòa giải không thành', 'Not settled'), end: true },
    withdrawn: { title: words('Đã rút', 'Withdrawn'), end: true },
  },
  steps: {
    uphold: { title: words('Chấp nhận khiếu nại', 'Uphold'), from: ['lodged'], to: 'upheld', by: employer, reason: true, law: APPEAL_LAW },
    refuse: { title: words('Không chấp nhận, nêu lý do', 'Refuse with reasons'), from: ['lodged'], to: 'answered', by: employer, reason: true, law: APPEAL_LAW },
    accept: { title: words('Đồng ý với trả lời', 'Accept the answer'), from: ['answered'], to: 'settled', by: worker },
    'go-to-union': { title: words('Đề nghị công đoàn hòa giải', 'Ask the union to conciliate'), from: ['lodged', 'answered'], to: 'conciliation', by: worker, law: APPEAL_LAW },
    settle: { title: words('Hòa giải thành', 'Settled by conciliation'), from: ['conciliation'], to: 'settled', by: { party: 'union' }, reason: true },
    fail: { title: words('Hòa giải không thành', 'Conciliation failed'), from: ['conciliation'], to: 'unsettled', by: { party: 'union' }, reason: true },
    withdraw: { title: words('Rút khiếu nại', 'Withdraw'), from: ['lodged', 'answered', 'conciliation'], to: 'withdrawn', by: worker },
  },
  terms: {
    answer: { title: words('Trả lời khiếu nại', 'Answer the appeal'), workingDays: 10, starts: ['open'], stops: ['uphold', 'refuse', 'go-to-union'], law: OWN },
    conciliation: { title: words('Hòa giải', 'Conciliation'), workingDays: 10, starts: ['go-to-union'], stops: ['settle', 'fail'], law: OWN },
  },
  parties: {
    worker: { title: words('Người lao động', 'Worker') },
    union: { title: words('Công đoàn', 'Union'), permission: 'transition.speak-for-union' },
  },
  see: 'transition.handle-cases',
  assign: 'transition.handle-cases',
  fact: 'transition.appeal-stepped',
};
