import { addDays } from '#base/day/index.ts';
import { inTransaction } from '#base/db/index.ts';
import { currentCalendar } from '#kernel/calendar/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { addDigestParts } from '../digest/store.ts';
import { AHEAD_DAYS, reminderStage, short } from './rules.ts';
import { listRemindable, noteConclusionReminders } from './store.ts';

/**
 * Puts into the digest of their owners what meetings concluded and is due soon or overdue: once before its day, on the first working day after it, and every
 * five working days until it is done. Returns how many people will be told.
 */
export async function remindConclusions(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const calendar = await currentCalendar(db, ctx.services.root);
    const open = await listRemindable(db, addDays(ctx.today, AHEAD_DAYS));
    const due = open.flatMap((one) => {
      const stage = reminderStage(one.due, ctx.today, calendar);
      return stage === undefined ? [] : [{ ...one, stage }];
    });
    const fresh = await noteConclusionReminders(db, due, ctx.today);
    const told = Map.groupBy(
      due.filter(({ id }) => fresh.has(id)),
      ({ personId }) => personId,
    );
    const parts = [...told].map(([personId, list]) => {
      const overdue = list.filter(({ stage }) => stage >= 0).length;
      const [first] = list;
      const href = list.length === 1 && first !== undefined ? `/meetings/${first.meeting}` : '/meetings';
      return { personId, source: 'conclusions' as const, values: { near: list.length - overdue, overdue, task: short(first?.task ?? '') }, href };
    });
    await addDigestParts(db, ctx.today, parts);
    return parts.length;
  });
}
