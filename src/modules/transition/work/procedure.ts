import type { Procedure } from '#kernel/procedure/index.ts';

const words = (vi: string, en: string) => ({ vi, en });
const OWN = 'Thời hạn do quy trình này đặt, chưa có văn bản quy định số ngày';
const LAW = 'Bộ luật Lao động 45/2019/QH14, Điều 42, 44 (chưa đối chiếu bản gốc)';
const employer = { permission: 'transition.handle-cases' } as const;
const worker = { party: 'worker' } as const;

/** An offer of work within the case of a person: days to answer, a time on trial, and a way back whenever it does not fit. Saying no costs nothing. */
export const offerProcedure: Procedure = {
  name: 'transition.offer',
  version: '2026-01-01',
  title: words('Đề nghị nhận việc mới', 'Offer of new work'),
  law: LAW,
  start: 'made',
  states: {
    made: { title: words('Chờ người lao động trả lời', 'Waits for the answer of the person') },
    trial: { title: words('Đang làm thử', 'On trial') },
    arranged: {
      title: words('Nhận việc bên ngoài, hồ sơ tiếp tục đến khi nghỉ với đủ quyền lợi', 'Takes the job outside; the case goes on until the full amount is due'),
      end: true,
    },
    confirmed: { title: words('Làm chính thức', 'Confirmed'), end: true },
    declined: { title: words('Người lao động không nhận', 'Declined'), end: true },
    lapsed: { title: words('Hết hạn, không có trả lời', 'Lapsed without an answer'), end: true },
    withdrawn: { title: words('Cơ quan đã rút đề nghị', 'Withdrawn'), end: true },
    returned: { title: words('Không phù hợp, đã quay lại', 'Did not fit, came back'), end: true },
  },
  steps: {
    accept: { title: words('Nhận việc này', 'Accept the work'), from: ['made'], to: 'trial', by: worker },
    'take-outside': { title: words('Nhận việc bên ngoài này', 'Take the job outside'), from: ['made'], to: 'arranged', by: worker },
    decline: { title: words('Không nhận việc này', 'Decline the work'), from: ['made'], to: 'declined', by: worker },
    lapse: { title: words('Ghi nhận hết hạn trả lời', 'Note that the days to answer are over'), from: ['made'], to: 'lapsed', by: employer, reason: true },
    withdraw: { title: words('Rút đề nghị', 'Withdraw the offer'), from: ['made'], to: 'withdrawn', by: employer, reason: true },
    confirm: { title: words('Xác nhận làm chính thức', 'Confirm after the trial'), from: ['trial'], to: 'confirmed', by: { ...employer, ...worker } },
    'go-back': { title: words('Việc không phù hợp, quay lại hồ sơ', 'It does not fit, go back'), from: ['trial'], to: 'returned', by: { ...employer, ...worker }, reason: true },
  },
  terms: {
    answer: { title: words('Trả lời đề nghị', 'Answer the offer'), workingDays: 10, starts: ['open'], stops: ['accept', 'take-outside', 'decline', 'lapse', 'withdraw'], law: OWN },
    trial: { title: words('Thời gian làm thử', 'Time on trial'), workingDays: 40, starts: ['accept'], stops: ['confirm', 'go-back'], law: OWN },
  },
  parties: {
    worker: { title: words('Người lao động', 'Worker') },
    union: { title: words('Công đoàn', 'Union'), permission: 'transition.speak-for-union' },
  },
  see: 'transition.handle-cases',
  assign: 'transition.handle-cases',
  fact: 'transition.offer-stepped',
};
