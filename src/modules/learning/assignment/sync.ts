import { inTransaction, sql } from '#base/db/index.ts';
import { currentCalendar } from '#kernel/calendar/index.ts';
import { record, recordFrom } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { dueOn } from './rules.ts';
import { followMoves, joinAudience, leaveAudience, listRunning, type Assignment } from './store.ts';

/** What changed when an assignment was brought up to its audience. */
export type Synced = { joined: number; left: number; moved: number };

/** Brings one assignment up to its audience of today; of a `new` one nobody can have left or moved yet, and of one that has `ended` nobody is asked any more. Runs in one transaction. */
export async function syncAssignment(ctx: Ctx, assignment: Assignment, how: 'new' | 'running' | 'ended' = 'running'): Promise<Synced> {
  const ended = how === 'ended';
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    const calendar = await currentCalendar(db, ctx.services.root);
    const due = dueOn(assignment.starts, ctx.today, assignment.dueDays, calendar);
    const joined = ended ? [] : await joinAudience(db, assignment, ctx.today, due);
    await recordLines(own, 'learning.assigned', joined, {
      assignment: assignment.id,
      ...(assignment.courseId === null ? {} : { course: assignment.courseId }),
      ...(assignment.curriculumId === null ? {} : { curriculum: assignment.curriculumId }),
    });
    if (how === 'new') return { joined: joined.length, left: 0, moved: 0 };
    const left = await leaveAudience(db, assignment, ctx.today, ended);
    await recordLines(own, 'learning.assignment-changed', left, { assignment: assignment.id, what: ended ? 'ended' : 'left' });
    const moved = ended ? [] : await followMoves(db, assignment.id, ctx.today);
    const data = { assignment: assignment.id, what: 'moved' };
    await record(
      own,
      moved.flatMap(({ id, before, after }) => [before, after].map((unitId) => ({ kind: 'learning.assignment-changed', subject: id, unitId, day: ctx.today, data }))),
    );
    return { joined: joined.length, left: left.length, moved: moved.length };
  });
}

async function recordLines(ctx: Ctx, kind: string, ids: string[], data: Record<string, string>): Promise<void> {
  if (ids.length === 0) return;
  await recordFrom(
    ctx,
    sql`
    select ${kind}::text, assigned.id, assigned.unit_id, ${ctx.today}::date, null::numeric, ${JSON.stringify(data)}::jsonb, null::uuid
    from learning.assigned
    where assigned.id = any(${ids}::uuid[])`,
  );
}

/** Brings all running assignments up to their audiences: whoever comes, moves or leaves is asked, followed, or no longer asked. */
export async function syncAll(ctx: Ctx): Promise<void> {
  for (const assignment of await listRunning(ctx.db, ctx.today)) await syncAssignment(ctx, assignment);
}

/** Every ten minutes. */
export const syncTask = every(600, 'learning.sync-audiences', syncAll);
