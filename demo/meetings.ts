import { addDays, addMonths, weekdayOf, type Day } from '#base/day/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { cityUnitId } from '#modules/directory/index.ts';
import { arrangeMeeting, concludeMeeting, publishIndicator, stepConclusion } from '#modules/programme/index.ts';
import type { DemoCity, DemoRole } from './index.ts';

type CtxOn = (day: Day) => Ctx;

/** Said of everything that is made up. */
const NOTE = 'Dữ liệu trình diễn';

/** A meeting that was held, with one conclusion done, one overdue and one open, and a meeting to come: all marked as made up. */
export async function makeMeetings(ctxOn: CtxOn, { today, accounts }: Pick<DemoCity, 'today' | 'accounts'>): Promise<void> {
  const codeOf = (role: DemoRole): string => accounts.find((account) => account.role === role)?.staffCode ?? '';
  const members = [codeOf('steering-member'), codeOf('programme-officer'), codeOf('head-of-unit')];
  const held = weekday(addDays(today, -42));
  const shared = { place: 'Phòng họp số 1', agenda: ['Chỉ tiêu chậm và có rủi ro', 'Số liệu chưa có', 'Việc cần quyết định'], members, noticeDays: 3 };
  const { id: meeting } = await perform(arrangeMeeting, ctxOn(held), { ...shared, title: `Phiên họp tháng ${Number(held.slice(5, 7))} (${NOTE})`, day: held });
  const conclude = async (task: string, role: DemoRole, due: Day) =>
    (await perform(concludeMeeting, ctxOn(held), { meeting, task: `${task} (${NOTE})`, personCode: codeOf(role), due })).id;
  const done = await conclude('Thống nhất nguồn số liệu cho chỉ tiêu chưa có số liệu', 'programme-officer', addDays(today, -20));
  await conclude('Rà soát vị trí trống và báo cáo phương án', 'head-of-unit', addDays(today, -7));
  await conclude('Chuẩn bị phương án giao chỉ tiêu năm sau cho phường, xã', 'programme-officer', addDays(today, 21));
  await perform(stepConclusion, ctxOn(addDays(today, -22)), { id: done, state: 'done', note: `Đã thống nhất với các sở (${NOTE})` });
  await perform(arrangeMeeting, ctxOn(today), { ...shared, title: `Phiên họp sắp tới (${NOTE})`, day: weekday(addDays(today, 9)) });
}

/** A day, or the Monday after it when it lies on a weekend. */
function weekday(day: Day): Day {
  const place = weekdayOf(day);
  return place > 5 ? addDays(day, 8 - place) : day;
}

/** Published readings with receipts: two days of what Khuê counts in the city, so that residents see how it went. Needs the figures. */
export async function publishSome(ctxOn: CtxOn, { today }: Pick<DemoCity, 'today'>): Promise<void> {
  for (const day of [addMonths(today, -3), today]) {
    for (const key of ['accounts-used', 'posts-vacant']) await perform(publishIndicator, ctxOn(today), { key, unitId: cityUnitId('hn'), day });
  }
}
