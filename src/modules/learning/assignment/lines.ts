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

function lines(where: RawBuilder<unknown>, locale: Locale, today: Day, page: { limit: number; offset: number }): RawBuilder<Line> {
  return sql<Line>`
    select assigned.id, assigned.assignment_id as "assignmentId", assigned.person_id as "personId", person.name, person.staff_code as "staffCode", assigned.unit_id as "unitId", unit.name as "unitName",
      assignment.course_id as course, assignment.curriculum_id as curriculum, ${assignedTitle(locale)} as title, assignment.reason, assigned.since, assigned.due, assigned.completed_on as "completedOn", assigned.left_on as "leftOn",
      exists (select 1 from learning.excuse where excuse.assigned_id = assigned.id) as excused
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
  return one(db, lines(sql`assigned.id = ${id} and not ${confidential}`, locale, today, { limit: 1, offset: 0 }));
}

/** What stands in a list of a team: still open, late, done, or all that was asked. */
export type TeamFilter = 'open' | 'late' | 'done' | 'all';

/** Whether a line is nobody else’s to know, because its audience was chosen by what was measured. */
const confidential = sql`exists (
    select 1
    from learning.assignment as hidden
    where hidden.id = assigned.assignment_id
      and hidden.confidential)`;

function teamWhere(unitId: string, filter: TeamFilter, today: Day): RawBuilder<unknown> {
  const state = {
    open: sql`assigned.completed_on is null and assigned.left_on is null and assigned.due >= ${today}`,
    late: sql`assigned.completed_on is null and assigned.left_on is null and assigned.due < ${today}`,
    done: sql`assigned.completed_on is not null`,
    all: sql`(assigned.left_on is null or assigned.completed_on is not null)`,
  }[filter];
  const team = sql`
    select below.unit_id
    from kernel.unit_ancestor as below
    where below.ancestor_id = ${unitId}
      and below.valid_from <= ${today}
      and below.valid_to > ${today}`;
  // What is completed stays with the unit in which it was asked, but whoever has gone is no longer of its team.
  return sql`${state} and not ${confidential} and assigned.unit_id in (${team}) and (assigned.completed_on is null or exists (
    select 1
    from kernel.posting
    where posting.person_id = assigned.person_id
      and posting.main
      and posting.valid_from <= ${today}
      and posting.valid_to > ${today}
      and posting.unit_id in (${team})))`;
}

/** The lines of people of a unit and all under it: late ones first. */
export async function listTeamLines(db: Db, unitId: string, filter: TeamFilter, at: { locale: Locale; today: Day; limit: number; offset: number }): Promise<Line[]> {
  return all(db, lines(teamWhere(unitId, filter, at.today), at.locale, at.today, at));
}

/** How many lines of a team stand how. */
export async function countTeam(db: Db, unitId: string, today: Day): Promise<{ open: number; late: number; done: number; all: number }> {
  const row = await one(
    db,
    sql<{ open: number; late: number; done: number; all: number }>`
    select count(*) filter (where assigned.completed_on is null and assigned.due >= ${today}) as open,
      count(*) filter (where assigned.completed_on is null and assigned.due < ${today}) as late,
      count(assigned.completed_on) as done, count(*) as all
    from learning.assigned
    where ${teamWhere(unitId, 'all', today)}`,
  );
  return row ?? { open: 0, late: 0, done: 0, all: 0 };
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
export async function listExcuses(db: Db, assignedId: string): Promise<{ reason: string; until: Day; dueBefore: Day; by: string | null }[]> {
  return all(
    db,
    sql<{ reason: string; until: Day; dueBefore: Day; by: string | null }>`
    select excuse.reason, excuse.until, excuse.due_before as "dueBefore", person.name as by
    from learning.excuse
    left join kernel.person on person.id = excuse.given_by
    where excuse.assigned_id = ${assignedId}
    order by excuse.until desc`,
  );
}
