import { FOREVER } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import { currentCalendar, type OpenTerm } from '#kernel/calendar/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { dueOf } from '#kernel/procedure/index.ts';
import { listTerms, moveDueDays } from './store.ts';

/** The terms that run in open cases, for the preview of a change of the calendar. One whose clock stands has no due day that could move. */
export async function listOpenTerms(db: Db): Promise<OpenTerm[]> {
  const running = (await listTerms(db)).filter(({ pausedSince }) => pausedSince === undefined);
  return running.map(({ caseId, term, number, title, start, workingDays, pauses }) => ({ id: `${caseId} ${term} ${number}`, title, start, workingDays, pauses }));
}

/** Computes the due days of all running terms anew, after the calendar has changed; writes those that moved. */
export async function recomputeTerms(ctx: Pick<Ctx, 'db' | 'services'>): Promise<void> {
  const calendar = await currentCalendar(ctx.db, ctx.services.root);
  const terms = (await listTerms(ctx.db)).map((run) => ({ ...run, was: run.due, due: dueOf(run, calendar) ?? FOREVER }));
  await moveDueDays(
    ctx.db,
    terms.filter(({ was, due }) => was !== due),
  );
}
