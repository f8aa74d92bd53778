import type { Day } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { withdraw } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { noteDuties, type Session } from './hours.ts';

/** Stops counting a session of learning that was none, and the duty of its year where it rested on it; facts say both. Pass a transaction. Returns whether it had counted. */
export async function withdrawSession(ctx: Ctx, { personId, source, sourceId }: Pick<Session, 'personId' | 'source' | 'sourceId'>): Promise<boolean> {
  const gone = await one(
    ctx.db,
    sql<{ day: Day; minutes: number }>`
    delete from learning.study_time as study
    where study.person_id = ${personId}
      and study.source = ${source}
      and study.source_id = ${sourceId}
    returning study.day, study.minutes`,
  );
  if (gone === undefined) return false;
  // Facts of hours name no session: of equal ones of a day it does not matter which is taken back.
  await withdraw(
    ctx,
    'learning.hours-withdrawn',
    sql`
    select counted.id
    from kernel.fact as counted
    where counted.kind = 'learning.hours-counted'
      and counted.subject = ${personId}
      and counted.day = ${gone.day}
      and counted.data ->> 'source' = ${source}
      and (counted.data ->> 'minutes')::integer = ${gone.minutes}
      and not exists (
        select 1
        from kernel.fact as later
        where later.corrects = counted.id)
    order by counted.id
    limit 1`,
  );
  await workOutDuty(ctx, personId, Number(gone.day.slice(0, 4)));
  return true;
}

/** The duty of a year that was met with the session is worked out anew: met on another day, or not at all. */
async function workOutDuty(ctx: Ctx, personId: string, year: number): Promise<void> {
  const met = await all(
    ctx.db,
    sql<{ id: string }>`
    delete from learning.duty_met as reached
    where reached.person_id = ${personId}
      and reached.year = ${year}
    returning reached.id`,
  );
  if (met.length === 0) return;
  await withdraw(
    ctx,
    'learning.duty-withdrawn',
    sql`select fact.id from kernel.fact where fact.kind = 'learning.duty-met' and fact.subject = any(${met.map(({ id }) => id)}::uuid[])`,
  );
  await noteDuties(ctx, sql`study.person_id = ${personId}::uuid`);
}
