import type { Day } from '#base/day/index.ts';
import { addDays } from '#base/day/index.ts';
import { sql, type RawBuilder } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { awaits, type Awaiting, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf, rootsOf, scope } from '#kernel/org/index.ts';
import { assignedTitle } from './store.ts';

/** An open line as Today shows it: what, why, by when, how long still, and the next step. */
type Open = { course: string | null; curriculum: string | null; title: string; reason: string; due: Day; minutes: number | null; next: string | null; nextTitle: string | null };

function openLines(personId: string, locale: Locale): RawBuilder<Open> {
  return sql<Open>`
    select assignment.course_id as course, assignment.curriculum_id as curriculum, ${assignedTitle(locale)} as title, assignment.reason, assigned.due, todo.minutes, todo.next,
      todo.next_title as "nextTitle"
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id
    left join learning.enrolment
      on enrolment.person_id = assigned.person_id
      and enrolment.course_id = assignment.course_id
    left join lateral (
      select sum(lesson.minutes)::integer as minutes, (array_agg(lesson.lesson_id order by lesson.place))[1] as next,
        (array_agg(${locale === 'vi' ? sql`lesson.title_vi` : sql`lesson.title_en`} order by lesson.place))[1] as next_title
      from learning.course_version as version
      join learning.lesson_version as lesson
        on lesson.course_id = version.course_id
        and lesson.version = version.version
      left join learning.lesson_progress as progress
        on progress.enrolment_id = enrolment.id
        and progress.lesson_id = lesson.lesson_id
      where version.course_id = assignment.course_id
        and (version.version = enrolment.version or (enrolment.id is null and version.state = 'published'))
        and progress.completed_on is null
    ) as todo on true
    where assigned.person_id = ${personId}
      and assigned.completed_on is null
      and assigned.left_on is null
    order by assigned.due
    limit 30`;
}

function renewable(personId: string, today: Day, locale: Locale): RawBuilder<{ id: string; title: string; due: Day }> {
  return sql<{ id: string; title: string; due: Day }>`
    select newest.curriculum_id as id, newest.title, (newest.valid_to - 1) as due
    from (
      select distinct on (held.curriculum_id) held.curriculum_id, held.valid_to, curriculum.window_days, ${locale === 'vi' ? sql`curriculum.title_vi` : sql`curriculum.title_en`} as title
      from learning.certification as held
      join learning.curriculum on curriculum.id = held.curriculum_id
      where held.person_id = ${personId}
        and curriculum.ended_on is null
      order by held.curriculum_id, held.valid_from desc
    ) as newest
    where newest.valid_to < 'infinity'
      and newest.valid_to - newest.window_days <= ${today}
      and newest.valid_to > ${addDays(today, -365)}`;
}

function taskOf({ course, curriculum, title, reason, due, minutes, next, nextTitle }: Open): Awaiting {
  const hint = { key: nextTitle === null ? 'learning-who.awaiting-why' : 'learning-who.awaiting-hint', values: { reason, minutes: minutes ?? 0, next: nextTitle ?? '' } };
  const href = course === null ? `/learning/curricula/${curriculum ?? ''}` : next === null ? `/learning/${course}` : `/learning/${course}/${next}`;
  return { key: 'learning-assignment.awaiting', values: { title }, href, due, hint };
}

/** What awaits a learner, each with why, how long and the next step; certifications to renew; and for heads and training officers one line each. */
export function learningAwaiting(ctx: Ctx): Awaits[] {
  const person = personOf(ctx.actor);
  if (person === undefined) return [];
  const roots = rootsOf(ctx.actor, 'learning.see-team');
  return [
    awaits(openLines(person, ctx.locale), (rows) => rows.map(taskOf)),
    awaits(renewable(person, ctx.today, ctx.locale), (rows) =>
      rows.map(({ id, title, due }) => ({ key: 'learning-who.awaiting-renew', values: { title }, href: `/learning/curricula/${id}`, due })),
    ),
    ...(roots === 'everywhere' || roots.length === 0 ? [] : [lateUnder(roots, ctx.today)]),
    ...(mayAnywhere(ctx.actor, 'learning.assign') ? [outside(ctx, person)] : []),
  ];
}

function lateUnder(roots: string[], today: Day): Awaits {
  return awaits(
    sql<{ n: number }>`
    select count(*) as n
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id
    where assigned.completed_on is null
      and assigned.left_on is null
      and assigned.due < ${today}
      and not assignment.confidential
      and assigned.unit_id in (
        select below.unit_id
        from kernel.unit_ancestor as below
        where below.ancestor_id = any(${roots}::uuid[])
          and below.valid_from <= ${today}
          and below.valid_to > ${today})
    having count(*) > 0`,
    (rows) => rows.map(({ n }) => ({ key: 'learning-assignment.awaiting-late', values: { n }, href: '/learning/team?state=late', due: undefined })),
  );
}

function outside(ctx: Ctx, person: string): Awaits {
  return awaits(
    sql<{ n: number }>`
    select count(*) as n
    from learning.outside_record as outside
    where outside.state = 'asked'
      and outside.person_id <> ${person}::uuid
      and ${scope(ctx.actor, 'learning.assign', sql`outside.unit_id`, ctx.today)}
    having count(*) > 0`,
    (rows) => rows.map(({ n }) => ({ key: 'learning-who.awaiting-outside', values: { n }, href: '/learning/outside', due: undefined })),
  );
}
