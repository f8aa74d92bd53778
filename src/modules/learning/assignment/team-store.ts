import type { Day } from '#base/day/index.ts';
import { all, one, sql, wordPatterns, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { lines, type Line } from './lines.ts';
import { assignedTitle } from './store.ts';

/** Which lines of a team are meant: how they stand, a unit directly below, a course or curriculum, one assignment of it, words of the name. */
export type TeamFilter = {
  state: 'open' | 'late' | 'done' | 'all';
  part?: string | undefined;
  topic?: string | undefined;
  assignment?: string | undefined;
  name?: string | undefined;
};

/** What a list of a team can be narrowed to: a unit directly below, or a course or curriculum; with how many lines are late. */
export type TeamChoice = { kind: 'part' | 'topic'; key: string; label: string; late: number };

const states = (today: Day) => ({
  open: sql`assigned.completed_on is null and assigned.left_on is null and assigned.due >= ${today}`,
  late: sql`assigned.completed_on is null and assigned.left_on is null and assigned.due < ${today}`,
  done: sql`assigned.completed_on is not null`,
  all: sql`(assigned.left_on is null or assigned.completed_on is not null)`,
});

const topicId = sql`coalesce(assignment.course_id, assignment.curriculum_id::text)`;

const unitsUnder = (unitId: string, today: Day): RawBuilder<unknown> => sql`
    select below.unit_id
    from kernel.unit_ancestor as below
    where below.ancestor_id = ${unitId}
      and below.valid_from <= ${today}
      and below.valid_to > ${today}`;

/** Lines asked in a unit and all under it. What is completed stays with the unit in which it was asked, but whoever has gone is no longer of its team. */
function under(unitId: string, today: Day): RawBuilder<unknown> {
  const units = unitsUnder(unitId, today);
  return sql`assigned.unit_id in (${units})
    and (assigned.completed_on is null or exists (
      select 1
      from kernel.posting
      where posting.person_id = assigned.person_id
        and posting.main
        and posting.valid_from <= ${today}
        and posting.valid_to > ${today}
        and posting.unit_id in (${units})))`;
}

/** A line of an audience that was chosen by what was measured is nobody else’s to know. */
function whereOf(unitId: string, { state, part, topic, assignment, name = '' }: TeamFilter, today: Day): RawBuilder<unknown> {
  return sql`${states(today)[state]}
    and not assignment.confidential
    and ${under(unitId, today)}
    and ${part === undefined ? sql`true` : under(part, today)}
    and ${topic === undefined ? sql`true` : sql`${topicId} = ${topic}`}
    and ${assignment === undefined ? sql`true` : sql`assignment.id = ${assignment}`}
    and person.name_plain like all (select kernel.plain(word) from unnest(${wordPatterns(name)}::text[]) as word)`;
}

/** The lines of people of a unit and all under it: late ones first. */
export async function listTeamLines(db: Db, unitId: string, filter: TeamFilter, at: { locale: Locale; today: Day; limit: number; offset: number }): Promise<Line[]> {
  const part = sql`(
    select ${at.locale === 'vi' ? sql`child.name_vi` : sql`child.name_en`}
    from kernel.unit_ancestor as up
    join kernel.unit_version as child on child.unit_id = up.ancestor_id
    where up.unit_id = assigned.unit_id
      and up.depth > 0
      and up.valid_from <= ${at.today}
      and up.valid_to > ${at.today}
      and child.parent_id = ${unitId}
      and child.valid_from <= ${at.today}
      and child.valid_to > ${at.today})`;
  return all(db, lines(whereOf(unitId, filter, at.today), at.locale, at.today, { ...at, part }));
}

/** How many lines of a team stand how. */
export async function countTeam(db: Db, unitId: string, filter: TeamFilter, today: Day): Promise<{ open: number; late: number; done: number; all: number }> {
  const row = await one(
    db,
    sql<{ open: number; late: number; done: number; all: number }>`
    select count(*) filter (where assigned.completed_on is null and assigned.due >= ${today}) as open,
      count(*) filter (where assigned.completed_on is null and assigned.due < ${today}) as late,
      count(assigned.completed_on) as done, count(*) as all
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id
    join kernel.person on person.id = assigned.person_id
    where ${whereOf(unitId, { ...filter, state: 'all' }, today)}`,
  );
  return row ?? { open: 0, late: 0, done: 0, all: 0 };
}

/** Lines of a team by unit directly below (`part`: its name) and by course or curriculum, with one assignment of each. */
function countedOf(unitId: string, locale: Locale, today: Day): RawBuilder<unknown> {
  return sql`
    select coalesce(up.ancestor_id::text, ${topicId}) as key,
      case when grouping(up.ancestor_id) = 0 then max(${locale === 'vi' ? sql`child.name_vi` : sql`child.name_en`}) end as part,
      max(assignment.id::text)::uuid as sample,
      count(*) filter (where ${states(today).late})::integer as late
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id
    left join (
      kernel.unit_ancestor as up
      join kernel.unit_version as child
        on child.unit_id = up.ancestor_id
        and child.parent_id = ${unitId}
        and child.valid_from <= ${today}
        and child.valid_to > ${today}
    )
      on up.unit_id = assigned.unit_id
      and up.valid_from <= ${today}
      and up.valid_to > ${today}
    where ${states(today).all}
      and not assignment.confidential
      and ${under(unitId, today)}
    group by grouping sets ((up.ancestor_id), (${topicId}))`;
}

/** To what the list of a team can be narrowed, by Vietnamese alphabet. */
export async function listTeamChoices(db: Db, unitId: string, locale: Locale, today: Day): Promise<TeamChoice[]> {
  return all(
    db,
    sql<TeamChoice>`
    with counted as (${countedOf(unitId, locale, today)}
    ),
    named as (
      select case when counted.part is null then 'topic' else 'part' end as kind, counted.key, counted.late,
        coalesce(counted.part, ${assignedTitle(locale)}) as label
      from counted
      join learning.assignment on assignment.id = counted.sample
      where counted.key is not null
    )
    select named.kind, named.key, named.label, named.late
    from named
    order by named.kind, named.label collate kernel.vi, named.key`,
  );
}
