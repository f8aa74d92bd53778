import Type from 'typebox';
import type { Procedure } from './index.ts';

const words = (vi: string, en: string) => ({ vi, en });
const closed = { additionalProperties: false } as const;

/** A small complete procedure for tests, not part of the product: an application, with a pause for a supplement, an objection, an answer by the worker. */
export const application: Procedure = {
  name: 'test.application',
  version: '2026-01-01',
  title: words('Giải quyết đơn', 'Handling of an application'),
  law: 'Điều 1 Quy chế thử',
  start: 'received',
  states: {
    received: { title: words('Đã tiếp nhận', 'Received') },
    working: { title: words('Đang giải quyết', 'Being worked on') },
    waiting: { title: words('Chờ bổ sung', 'Waiting for a supplement') },
    decided: { title: words('Đã quyết định', 'Decided') },
    done: { title: words('Đã xong', 'Done'), end: true },
    withdrawn: { title: words('Đã rút', 'Withdrawn'), end: true },
  },
  steps: {
    accept: { title: words('Thụ lý', 'Accept'), from: ['received'], to: 'working', by: { permission: 'directory.edit-persons' }, law: 'Điều 2 Quy chế thử' },
    'ask-supplement': { title: words('Yêu cầu bổ sung', 'Ask for a supplement'), from: ['working'], to: 'waiting', by: { permission: 'directory.edit-persons' }, reason: true },
    supplement: { title: words('Bổ sung hồ sơ', 'Supplement'), from: ['waiting'], to: 'working', by: { party: 'worker', permission: 'directory.edit-persons' } },
    decide: {
      title: words('Quyết định', 'Decide'),
      from: ['working'],
      to: 'decided',
      by: { permission: 'directory.confirm-register' },
      data: Type.Object({ granted: Type.Boolean(), days: Type.Optional(Type.Integer({ minimum: 1 })) }, closed),
      when: Type.Union([Type.Object({ granted: Type.Literal(false) }), Type.Object({ granted: Type.Literal(true), days: Type.Integer() })]),
      law: 'Điều 3 Quy chế thử',
    },
    object: { title: words('Khiếu nại', 'Object'), from: ['decided'], to: 'working', by: { party: 'worker' }, reason: true },
    close: { title: words('Kết thúc', 'Close'), from: ['decided'], to: 'done', by: { permission: 'directory.edit-persons', party: 'union' }, afterSubcases: true },
    withdraw: { title: words('Rút đơn', 'Withdraw'), from: ['received', 'working', 'waiting'], to: 'withdrawn', by: { party: 'worker' } },
  },
  terms: {
    answer: {
      title: words('Thời hạn giải quyết', 'Term of the answer'),
      workingDays: 10,
      starts: ['open', 'object'],
      pausedIn: ['waiting'],
      stops: ['decide'],
      law: 'Điều 4 Quy chế thử',
    },
    objection: { title: words('Thời hạn khiếu nại', 'Term of objection'), workingDays: 5, starts: ['decide'], stops: ['object', 'close'] },
  },
  parties: { worker: { title: words('Người làm đơn', 'Applicant') }, union: { title: words('Công đoàn', 'Union'), permission: 'directory.see-union' } },
  see: 'directory.see-persons',
  assign: 'directory.confirm-register',
  fact: 'test.application-stepped',
};
