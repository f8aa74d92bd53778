import { addDays, type Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import type { Evaluations } from './model.ts';

/** Days after the last session when it is asked what is used at work, and for how long the question stands. */
export const LATER_DAYS = 90;
const LATER_OPEN_DAYS = 90;
const END_OPEN_DAYS = 30;

/** What somebody who attended a class may evaluate on a day: the end once a session was settled, for 30 days after the last one; from day 90 for 90 days what is used at work. */
export async function findStages(db: Db, classId: string, personId: string, today: Day): Promise<('end' | 'later')[]> {
  const row = await one(
    db,
    sql<{ last: Day; stages: string[] }>`
    select (
        select max(every_session.day)
        from learning.class_session as every_session
        where every_session.class_id = ${classId}) as last,
      coalesce((
        select array_agg(given.stage)
        from learning.class_evaluation as given
        where given.class_id = ${classId}
          and given.person_id = ${personId}), '{}') as stages
    where exists (
      select 1
      from learning.class_attendance as attendance
      join learning.class_session as session on session.id = attendance.session_id
      where session.class_id = ${classId}
        and session.closed_at is not null
        and attendance.person_id = ${personId}
        and attendance.way <> 'absent')`,
  );
  if (row === undefined) return [];
  const end = today <= addDays(row.last, END_OPEN_DAYS) && !row.stages.includes('end');
  const later = today >= addDays(row.last, LATER_DAYS) && today < addDays(row.last, LATER_DAYS + LATER_OPEN_DAYS) && !row.stages.includes('later');
  return [...(end ? ['end' as const] : []), ...(later ? ['later' as const] : [])];
}

/** What those who attended say of a class; nothing but counts for fewer than ten. */
export async function readMeans(db: Db, classId: string): Promise<Evaluations> {
  const row = await one(
    db,
    sql<{ answers: number; content: number | null; trainer: number | null; later: number; used: number | null }>`
    select (count(*) filter (where given.stage = 'end'))::integer as answers, avg(given.content)::double precision as content, avg(given.trainer)::double precision as trainer,
      (count(*) filter (where given.stage = 'later'))::integer as later, avg(given.used)::double precision as used
    from learning.class_evaluation as given
    where given.class_id = ${classId}`,
  );
  const { answers = 0, content = null, trainer = null, later = 0, used = null } = row ?? {};
  const remarks = await all(
    db,
    sql<{ remark: string }>`
    select given.remark
    from learning.class_evaluation as given
    where given.class_id = ${classId}
      and given.remark is not null
    order by given.remark
    limit 200`,
  );
  const enough = answers >= MINIMUM_GROUP;
  return {
    answers,
    content: enough ? content : null,
    trainer: enough ? trainer : null,
    later,
    used: later >= MINIMUM_GROUP ? used : null,
    remarks: enough ? remarks.map(({ remark }) => remark) : [],
  };
}
