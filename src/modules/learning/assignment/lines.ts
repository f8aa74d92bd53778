import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { assignedTitle } from './store.ts';

/** A line as it is kept, with the names that go with it. */
export type Line = {
  id: string;
  assignmentId: string;
  personId: string;
  name: string;
  staffCode: string;
  unitId: string;
  unitName: string;
  /** The unit directly below the one whose team is listed. */
  partName: string | null;
  course: string | null;
  curriculum: string | null;
  title: string;
  reason: string;
  since: Day;
  due: Day;
  completedOn: Day | null;
  leftOn: Day | null;
  excused: boolean;
};

/** Lines with the names that go with them, late ones first. */
export function lines(where: RawBuilder<unknown>, locale: Locale, today: Day, page: { limit: number; offset: number; part?: RawBuilder<unknown> }): RawBuilder<Line> {
  return sql<Line>`
    select assigned.id, assigned.assignment_id as "assignmentId", assigned.person_id as "personId", person.name, person.staff_code as "staffCode", assigned.unit_id as "unitId", unit.name as "unitName", ${page.part ?? sql`null`} as "partName",
      assignment.course_id as course, assignment.curriculum_id as curriculum, ${assignedTitle(locale)} as title, assignment.reason, assigned.since, assigned.due, assigned.completed_on as "completedOn", assigned.left_on as "leftOn",
      exists (select 1 from learning.excuse where excuse.assigned_id = assigned.id and excuse.withdrawn_at is null) as excused
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id
    join kernel.person on person.id = assigned.person_id
    join lateral (
      select ${locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
      from kernel.unit_version as version
      where version.unit_id = assigned.unit_id
      order by version.valid_from desc
      limit 1
    ) as unit on true
    where ${where}
    order by assigned.completed_on is not null, assigned.due >= ${today}, assigned.due, person.name_sort, assigned.id
    limit ${page.limit}
    offset ${page.offset}`;
}

/** What a person is or was asked to complete, open ones first. */
export async function listOwnLines(db: Db, personId: string, locale: Locale, today: Day): Promise<Line[]> {
  return all(db, lines(sql`assigned.person_id = ${personId} and (assigned.left_on is null or assigned.completed_on is not null)`, locale, today, { limit: 100, offset: 0 }));
}

/** One line, or undefined. */
export async function findLine(db: Db, id: string, locale: Locale, today: Day): Promise<Line | undefined> {
  return one(db, lines(sql`assigned.id = ${id} and not assignment.confidential`, locale, today, { limit: 1, offset: 0 }));
}

/** Moves the last day of a line and keeps why. */
export async function addExcuse(db: Db, excuse: { id: string; assignedId: string; reason: string; until: Day; dueBefore: Day; givenBy: string | null }): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.excuse (id, assigned_id, reason, until, due_before, given_by)
    values (${excuse.id}, ${excuse.assignedId}, ${excuse.reason}, ${excuse.until}, ${excuse.dueBefore}, ${excuse.givenBy})`,
  );
  await all(
    db,
    sql`
    update learning.assigned
    set due = ${excuse.until}
    where assigned.id = ${excuse.assignedId}`,
  );
}

/** The reasons for which the last day of a line was moved, newest first. */
export async function listExcuses(db: Db, assignedId: string): Promise<{ reason: string; until: Day; dueBefore: Day; by: string | null; withdrawn: boolean }[]> {
  return all(
    db,
    sql<{ reason: string; until: Day; dueBefore: Day; by: string | null; withdrawn: boolean }>`
    select excuse.reason, excuse.until, excuse.due_before as "dueBefore", person.name as by, excuse.withdrawn_at is not null as withdrawn
    from learning.excuse
    left join kernel.person on person.id = excuse.given_by
    where excuse.assigned_id = ${assignedId}
    order by excuse.given_at desc, excuse.until desc`,
  );
}
