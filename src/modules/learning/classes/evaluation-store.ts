import { addDays, type Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import type { ClassMeans, Evaluations } from './model.ts';
import { toldMean } from './rules.ts';

/** Days after the last session when it is asked what is used at work. */
export const LATER_DAYS = 90;
/** Days for which that question stands. */
export const LATER_OPEN_DAYS = 90;
/** Days after the last session in which it is evaluated at its end. */
export const END_OPEN_DAYS = 30;

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
  const own = sql`given.class_id = ${classId}`;
  const means = await meansOf(db, own);
  const rows = await all(
    db,
    sql<{ remark: string; stage: 'end' | 'later' }>`
    select given.remark, given.stage
    from learning.class_evaluation as given
    where ${own}
      and given.remark is not null
    order by given.remark
    limit 200`,
  );
  const enough = { end: means.answers >= MINIMUM_GROUP, later: means.later >= MINIMUM_GROUP };
  return { ...means, remarks: rows.filter(({ stage }) => enough[stage]).map(({ remark }) => remark) };
}

/** What people of a unit and all under it say of the classes of a course; nothing but counts for fewer than ten. */
export async function readCourseMeans(db: Db, course: string, unitId: string, today: Day): Promise<ClassMeans> {
  return meansOf(
    db,
    sql`given.class_id in (
        select class.id
        from learning.training_class as class
        where class.course_id = ${course})
      and given.unit_id in (
        select below.unit_id
        from kernel.unit_ancestor as below
        where below.ancestor_id = ${unitId}
          and below.valid_from <= ${today}
          and below.valid_to > ${today})`,
  );
}

async function meansOf(db: Db, where: RawBuilder<unknown>): Promise<ClassMeans> {
  const row = await one(
    db,
    sql<ClassMeans>`
    select (count(*) filter (where given.stage = 'end'))::integer as answers, avg(given.content)::double precision as content, avg(given.trainer)::double precision as trainer,
      (count(*) filter (where given.stage = 'later'))::integer as later, avg(given.used)::double precision as used
    from learning.class_evaluation as given
    where ${where}`,
  );
  const { answers = 0, content = null, trainer = null, later = 0, used = null } = row ?? {};
  const told = (mean: number | null, of: number): number | null => toldMean(of >= MINIMUM_GROUP ? mean : null);
  return { answers, content: told(content, answers), trainer: told(trainer, answers), later, used: told(used, later) };
}
