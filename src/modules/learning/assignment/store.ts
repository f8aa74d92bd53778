import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { Audience, audienceRows, type AudienceConditions } from '#kernel/audience/index.ts';
import type { Locale } from '#base/text/index.ts';
import { gapCondition, requiredCondition } from '#modules/skills/index.ts';
import { courseTitle } from '../curricula/store.ts';

/** An assignment as it is kept. */
export type Assignment = {
  id: string;
  courseId: string | null;
  curriculumId: string | null;
  confidential: boolean;
  unitId: string;
  audience: Audience;
  reason: string;
  starts: Day;
  dueDays: number;
  endedOn: Day | null;
};

/** What skills knows of people and posts, for audiences by gap and requirement. */
export const bySkills: AudienceConditions = { gaps: gapCondition, required: requiredCondition };

type Row = Omit<Assignment, 'audience'> & { audience: unknown };

const columns = sql`
  assignment.id, assignment.course_id as "courseId", assignment.curriculum_id as "curriculumId", assignment.confidential, assignment.unit_id as "unitId", assignment.audience, assignment.reason, assignment.starts,
  assignment.due_days as "dueDays", assignment.ended_on as "endedOn"`;

/** The title of what `assignment` asks for, a course or a curriculum, as SQL. */
export function assignedTitle(locale: Locale): RawBuilder<string> {
  return sql<string>`coalesce(${courseTitle('assignment.course_id', locale)}, (
    select ${locale === 'vi' ? sql`curriculum.title_vi` : sql`curriculum.title_en`}
    from learning.curriculum
    where curriculum.id = assignment.curriculum_id))`;
}

/** Keeps a new assignment. */
export async function addAssignment(db: Db, given: Omit<Assignment, 'endedOn'>, createdBy: string | null): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.assignment (id, course_id, curriculum_id, confidential, unit_id, audience, reason, starts, due_days, created_by)
    values (${given.id}, ${given.courseId}, ${given.curriculumId}, ${given.confidential}, ${given.unitId}, ${JSON.stringify(given.audience)}::jsonb, ${given.reason}, ${given.starts}, ${given.dueDays}, ${createdBy})`,
  );
}

/** An assignment, or undefined. */
export async function findAssignment(db: Db, id: string): Promise<Assignment | undefined> {
  const row = await one(db, sql<Row>`select ${columns} from learning.assignment where assignment.id = ${id}`);
  return row && parsed(row);
}

/** The assignments that ask people on a day. */
export async function listRunning(db: Db, today: Day): Promise<Assignment[]> {
  const rows = await all(
    db,
    sql<Row>`
    select ${columns}
    from learning.assignment
    where assignment.starts <= ${today}
      and assignment.ended_on is null
    order by assignment.id`,
  );
  return rows.map(parsed);
}

function parsed(row: Row): Assignment {
  return { ...row, audience: Value.Parse(Audience, row.audience) };
}

/** The assignments whose unit fulfils a condition, newest first, each with how many are asked, done and late. */
export async function listAssignmentRows(db: Db, where: RawBuilder<boolean>, today: Day, locale: Locale) {
  const rows = await all(
    db,
    sql<Row & { title: string; unitName: string; people: number; done: number; late: number }>`
    select ${columns}, ${assignedTitle(locale)} as title, unit.name as "unitName", counted.people, counted.done, counted.late
    from learning.assignment
    join lateral (
      select ${locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
      from kernel.unit_version as version
      where version.unit_id = assignment.unit_id
      order by version.valid_from desc
      limit 1
    ) as unit on true
    cross join lateral (
      select count(*) filter (where assigned.left_on is null) as people,
        count(assigned.completed_on) as done,
        count(*) filter (where assigned.completed_on is null and assigned.left_on is null and assigned.due < ${today}) as late
      from learning.assigned
      where assigned.assignment_id = assignment.id
    ) as counted
    where ${where}
    order by assignment.created_at desc, assignment.id
    limit 200`,
  );
  return rows.map((row) => ({ ...row, audience: Value.Parse(Audience, row.audience) }));
}

/** Ends an assignment; false when it had ended. */
export async function endAssignmentRow(db: Db, id: string, today: Day): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    update learning.assignment
    set ended_on = ${today}
    where assignment.id = ${id}
      and assignment.ended_on is null
    returning assignment.id`,
  );
  return row !== undefined;
}

// `except` is hashed whatever the planner believes of a table that has just grown, or is growing, by 130,000 rows; a `not exists` would be looped.

/** Asks everybody of the audience who is not asked yet; who has completed the course before is done at once. Returns the ids of the new lines. */
export async function joinAudience(db: Db, { id, courseId, curriculumId, audience, unitId }: Assignment, today: Day, due: Day): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ id: string }>`
    insert into learning.assigned (id, assignment_id, person_id, unit_id, since, due, completed_on)
    select kernel.new_id(), ${id}::uuid, member.person_id, member.unit_id, ${today}::date, ${due}::date, coalesce(enrolment.completed_on, held.valid_from)
    from (${audienceRows(audience, unitId, today, bySkills)}) as member (person_id, unit_id)
    left join learning.enrolment
      on enrolment.person_id = member.person_id
      and enrolment.course_id = ${courseId}
    left join lateral (
      select max(certification.valid_from) as valid_from
      from learning.certification
      where certification.person_id = member.person_id
        and certification.curriculum_id = ${curriculumId}
        and certification.valid_from <= ${today}
        and certification.valid_to > ${today}
    ) as held on ${curriculumId !== null}
    where member.person_id in (
      select fresh.person_id
      from (${audienceRows(audience, unitId, today, bySkills)}) as fresh (person_id, unit_id)
      except
      select known.person_id
      from learning.assigned as known
      where known.assignment_id = ${id}
        and (known.left_on is null or known.completed_on is not null))
    on conflict (assignment_id, person_id) do update
    set left_on = null,
      unit_id = excluded.unit_id,
      since = excluded.since,
      due = excluded.due
    where assigned.left_on is not null
      and assigned.completed_on is null
    returning assigned.id`,
  );
  return rows.map((row) => row.id);
}

/** Who is no longer of the audience is no longer asked. Returns the ids of their lines. */
export async function leaveAudience(db: Db, { id, audience, unitId }: Assignment, today: Day, ended: boolean): Promise<string[]> {
  // See above: what is looked for is what `except` leaves.
  const gone = ended
    ? sql`true`
    : sql`assigned.person_id in (
        select asked.person_id
        from learning.assigned as asked
        where asked.assignment_id = ${id}
          and asked.completed_on is null
          and asked.left_on is null
        except
        select member.person_id
        from (${audienceRows(audience, unitId, today, bySkills)}) as member (person_id, unit_id))`;
  const rows = await all(
    db,
    sql<{ id: string }>`
    update learning.assigned
    set left_on = ${today}
    where assigned.assignment_id = ${id}
      and assigned.completed_on is null
      and assigned.left_on is null
      and ${gone}
    returning assigned.id`,
  );
  return rows.map((row) => row.id);
}

/** Lines follow the main post of their people while they are open. Returns each moved line with the unit before. */
export async function followMoves(db: Db, assignmentId: string, today: Day): Promise<{ id: string; before: string; after: string }[]> {
  return all(
    db,
    sql<{ id: string; before: string; after: string }>`
    with moved as (
      select assigned.id, assigned.unit_id as before, posting.unit_id as after
      from learning.assigned
      join kernel.posting
        on posting.person_id = assigned.person_id
        and posting.main
        and posting.valid_from <= ${today}
        and posting.valid_to > ${today}
      where assigned.assignment_id = ${assignmentId}
        and assigned.completed_on is null
        and assigned.left_on is null
        and posting.unit_id <> assigned.unit_id
    ), kept as (
      update learning.assigned
      set unit_id = moved.after
      from moved
      where moved.id = assigned.id
    )
    select moved.id, moved.before, moved.after
    from moved`,
  );
}
