import { inTransaction } from '#base/db/index.ts';
import { every } from '#kernel/job/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { remindConclusions } from '../meetings/remind.ts';
import { remindReports } from '../reports/due.ts';
import { watchTargets } from '../targets/watch.ts';
import { digestOf } from './rules.ts';
import { takeDigestParts } from './store.ts';

/** Tells everybody what waits for them, in one message a person and day. Returns how many people were told. */
export async function sendDigests(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const waiting = Map.groupBy(await takeDigestParts(db, ctx.today), ({ personId }) => personId);
    for (const [personId, parts] of waiting) await notify({ ...ctx, db }, { ...digestOf(parts), to: [personId], email: true });
    return waiting.size;
  });
}

/** Looks once an hour at targets, then at reports, then at what meetings concluded, and then tells of all together, so that nobody has two digests on a day. */
export const digestTask = every(3600, 'programme.daily-digest', async (ctx) => {
  await watchTargets(ctx);
  await remindReports(ctx);
  await remindConclusions(ctx);
  await sendDigests(ctx);
});
