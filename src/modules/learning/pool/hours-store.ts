import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found } from '#base/problem/index.ts';
import type { Evaluation, HoursLine } from './model.ts';

/** An entry of hours as kept. */
export type HoursRow = HoursLine & { requestId: string; personId: string; unitId: string };

/** The hours of a request, newest day first. */
export async function listHours(db: Db, requestId: string): Promise<HoursLine[]> {
  return all(
    db,
    sql<HoursLine>`
    select entry.id, entry.day, entry.minutes, entry.note, entry.state, entry.reason
    from learning.pool_hours as entry
    where entry.request_id = ${requestId}
    order by entry.day desc, entry.logged_at desc
    limit 500`,
  );
}

/** One entry; throws `missing`. Nobody else changes it until the transaction ends. */
export async function getHours(db: Db, id: string): Promise<HoursRow> {
  return found(
    await one(
      db,
      sql<HoursRow>`
      select entry.id, entry.request_id as "requestId", entry.person_id as "personId", entry.unit_id as "unitId", entry.day, entry.minutes, entry.note, entry.state, entry.reason
      from learning.pool_hours as entry
      where entry.id = ${id}
      for update`,
    ),
    'learning-pool.no-hours',
  );
}

/** Keeps an entry. */
export async function addHours(
  db: Db,
  given: { requestId: string; personId: string; unitId: string; day: Day; minutes: number; note: string },
  at: Temporal.Instant,
): Promise<string> {
  const id = newId();
  await all(
    db,
    sql`
    insert into learning.pool_hours (id, request_id, person_id, unit_id, day, minutes, note, state, logged_at)
    values (${id}, ${given.requestId}, ${given.personId}, ${given.unitId}, ${given.day}, ${given.minutes}, ${given.note}, 'logged', ${at.toString()})`,
  );
  return id;
}

/** Confirms or returns an entry. */
export async function decideHours(db: Db, id: string, given: { state: 'confirmed' | 'returned'; reason: string | null; by: string | null; day: Day }): Promise<void> {
  await all(
    db,
    sql`
    update learning.pool_hours as entry
    set state = ${given.state},
      reason = ${given.reason},
      decided_by = ${given.by},
      decided_on = ${given.day}
    where entry.id = ${id}`,
  );
}

/** Minutes that somebody has on a day: entries not returned, and of training confirmed before; what of it counted as learning; and sessions of classes led. */
export type DayMinutes = { logged: number; before: number; counted: number; inClasses: number };

/** The minutes of somebody on a day. */
export async function readDay(db: Db, personId: string, day: Day): Promise<DayMinutes> {
  const row = await one(
    db,
    sql<DayMinutes>`
    select coalesce(sum(entry.minutes), 0)::integer as logged,
      coalesce(sum(entry.minutes) filter (where entry.state = 'confirmed' and need.kind = 'trainer'), 0)::integer as before, (
        select coalesce(sum(study.minutes), 0)
        from learning.study_time as study
        where study.person_id = ${personId}
          and study.day = ${day}
          and study.source = 'pool')::integer as counted, (
        select coalesce(sum(extract(epoch from session.ends::time - session.starts::time) / 60), 0)
        from learning.class_trainer as leader
        join learning.training_class as class
          on class.id = leader.class_id
          and class.state = 'open'
        join learning.class_session as session on session.class_id = leader.class_id
        where leader.person_id = ${personId}
          and session.day = ${day})::integer as "inClasses"
    from learning.pool_hours as entry
    join learning.pool_request as request on request.id = entry.request_id
    join learning.pool_need as need on need.id = request.need_id
    where entry.person_id = ${personId}
      and entry.day = ${day}
      and entry.state <> 'returned'`,
  );
  return row ?? { logged: 0, before: 0, counted: 0, inClasses: 0 };
}

/** How many entries of a request have yet to be confirmed. */
export async function countLogged(db: Db, requestId: string): Promise<number> {
  const row = await one(db, sql<{ n: number }>`select count(*) as n from learning.pool_hours as entry where entry.request_id = ${requestId} and entry.state = 'logged'`);
  return row?.n ?? 0;
}

/** What the unit that asked says of the work, or undefined. */
export async function findEvaluation(db: Db, requestId: string): Promise<Evaluation | undefined> {
  return one(
    db,
    sql<Evaluation>`
    select given.day, given.knowledge, given.delivery, given.reliability, given.words, given.answer
    from learning.pool_evaluation as given
    where given.request_id = ${requestId}`,
  );
}

/** Keeps an evaluation. */
export async function addEvaluation(
  db: Db,
  given: { requestId: string; personId: string; day: Day; knowledge: number; delivery: number; reliability: number; words: string; by: string | null },
): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.pool_evaluation (request_id, person_id, day, knowledge, delivery, reliability, words, given_by)
    values (${given.requestId}, ${given.personId}, ${given.day}, ${given.knowledge}, ${given.delivery}, ${given.reliability}, ${given.words}, ${given.by})`,
  );
}

/** Keeps what the person answers. */
export async function addAnswer(db: Db, requestId: string, answer: string, day: Day): Promise<void> {
  await all(
    db,
    sql`
    update learning.pool_evaluation as given
    set answer = ${answer},
      answered_on = ${day}
    where given.request_id = ${requestId}
      and given.answer is null`,
  );
}
