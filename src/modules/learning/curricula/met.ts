import type { Day } from '#base/day/index.ts';
import { addMonths } from '#base/day/index.ts';
import { sql, type RawBuilder } from '#base/db/index.ts';
import { measuredRows } from '#modules/skills/index.ts';

/** Months for which a skills check replaces a course. */
export const MEASURE_MONTHS = 24;

/** For whom something is worked out: one person, or everybody. */
export type Whose = { personId?: string | undefined; curriculumId?: string | undefined };

const of = (person: RawBuilder<unknown>, { personId }: Whose): RawBuilder<unknown> => (personId === undefined ? sql`true` : sql`${person} = ${personId}::uuid`);
const within = ({ curriculumId }: Whose): RawBuilder<unknown> => (curriculumId === undefined ? sql`true` : sql`part.curriculum_id = ${curriculumId}::uuid`);

/**
 * What people have met of curricula, as SQL: select curriculum_id, place, person_id, met_on, how; several rows where a part was met in several ways. By the course, by an
 * accepted certificate from elsewhere, or by a skills check that is sure of the level.
 */
export function metRows(whose: Whose, today: Day): RawBuilder<unknown> {
  return sql`
    select part.curriculum_id, part.place, enrolment.person_id, enrolment.completed_on as met_on, 'course' as how
    from learning.curriculum_part as part
    join learning.enrolment on enrolment.course_id = part.course_id
    where enrolment.completed_on is not null
      and ${of(sql`enrolment.person_id`, whose)}
      and ${within(whose)}
    union all
    select part.curriculum_id, part.place, outside.person_id, outside.day, 'outside'
    from learning.curriculum_part as part
    join learning.outside_record as outside on outside.course_id = part.course_id
    where outside.state = 'accepted'
      and ${of(sql`outside.person_id`, whose)}
      and ${within(whose)}
    union all
    select part.curriculum_id, part.place, measured.person_id, measured.day, 'measured'
    from learning.curriculum_part as part
    join (${measuredRows()}) as measured
      on measured.area = part.test_area
      and measured.assured >= part.test_level
    where measured.day > ${addMonths(today, -MEASURE_MONTHS)}
      and ${of(sql`measured.person_id`, whose)}
      and ${within(whose)}`;
}

/** Who has completed curricula and on which day, as SQL: select curriculum_id, person_id, done_on. All mandatory parts, and as many optional ones as are needed. */
export function doneRows(whose: Whose, today: Day): RawBuilder<unknown> {
  return sql`
    select counted.curriculum_id, counted.person_id,
      greatest(counted.mandatory_on, counted.optional_days[curriculum.optional_needed]) as done_on
    from (
      select met.curriculum_id, met.person_id, count(*) filter (where part.need = 'mandatory') as mandatory, max(met.met_on) filter (where part.need = 'mandatory') as mandatory_on,
        coalesce(array_agg(met.met_on order by met.met_on) filter (where part.need = 'optional'), '{}') as optional_days
      from (
        select each.curriculum_id, each.place, each.person_id, min(each.met_on) as met_on
        from (${metRows(whose, today)}) as each
        group by each.curriculum_id, each.place, each.person_id
      ) as met
      join learning.curriculum_part as part
        on part.curriculum_id = met.curriculum_id
        and part.place = met.place
      group by met.curriculum_id, met.person_id
    ) as counted
    join learning.curriculum on curriculum.id = counted.curriculum_id
    where curriculum.ended_on is null
      and cardinality(counted.optional_days) >= curriculum.optional_needed
      and counted.mandatory = (
        select count(*)
        from learning.curriculum_part as part
        where part.curriculum_id = counted.curriculum_id
          and part.need = 'mandatory')`;
}

/** On which days the newest certifications could be renewed, as SQL: select certification_id, way, earned_on; only what was earned since the window opened. */
export function renewalRows(whose: Whose): RawBuilder<unknown> {
  return sql`
    with newest as (
      select distinct on (held.person_id, held.curriculum_id) held.id, held.person_id, held.curriculum_id, held.valid_from, held.valid_to,
        greatest(held.valid_to - curriculum.window_days, held.valid_from + 1) as opens_on
      from learning.certification as held
      join learning.curriculum on curriculum.id = held.curriculum_id
      where held.valid_to < 'infinity'
        and curriculum.ended_on is null
        and ${of(sql`held.person_id`, whose)}
      order by held.person_id, held.curriculum_id, held.valid_from desc
    )
    ${renewedByLearning()}
    union all
    ${renewedByProof()}`;
}

function renewedByLearning(): RawBuilder<unknown> {
  return sql`
    select newest.id as certification_id, path.kind as way, checked.day as earned_on
    from newest
    join learning.renewal_path as path
      on path.curriculum_id = newest.curriculum_id
      and path.kind = 'checks'
    cross join lateral (
      select max(again.day) as day, count(*) as lessons, count(again.day) as passed
      from learning.curriculum_part as part
      join learning.enrolment
        on enrolment.course_id = part.course_id
        and enrolment.person_id = newest.person_id
      join learning.lesson_version as lesson
        on lesson.course_id = enrolment.course_id
        and lesson.version = enrolment.version
      left join lateral (
        select min((lesson_check.finished_at at time zone 'Asia/Ho_Chi_Minh')::date) as day
        from learning.lesson_check
        where lesson_check.enrolment_id = enrolment.id
          and lesson_check.lesson_id = lesson.lesson_id
          and lesson_check.passed
          and (lesson_check.finished_at at time zone 'Asia/Ho_Chi_Minh')::date >= newest.opens_on
      ) as again on true
      where part.curriculum_id = newest.curriculum_id
        and part.need = 'mandatory'
    ) as checked
    where checked.lessons > 0
      and checked.passed = checked.lessons
    union all
    select newest.id, path.kind, enrolment.completed_on
    from newest
    join learning.renewal_path as path
      on path.curriculum_id = newest.curriculum_id
      and path.kind = 'course'
    join learning.enrolment
      on enrolment.course_id = path.course_id
      and enrolment.person_id = newest.person_id
      and enrolment.completed_on >= newest.opens_on`;
}

function renewedByProof(): RawBuilder<unknown> {
  return sql`
    select newest.id, path.kind, measured.day
    from newest
    join learning.renewal_path as path
      on path.curriculum_id = newest.curriculum_id
      and path.kind = 'measure'
    join (${measuredRows()}) as measured
      on measured.person_id = newest.person_id
      and measured.area = path.test_area
      and measured.assured >= path.test_level
      and measured.day >= newest.opens_on
    union all
    select newest.id, path.kind, outside.day
    from newest
    join learning.renewal_path as path
      on path.curriculum_id = newest.curriculum_id
      and path.kind = 'outside'
    join learning.outside_record as outside
      on outside.curriculum_id = newest.curriculum_id
      and outside.person_id = newest.person_id
      and outside.state = 'accepted'
      and outside.day >= newest.opens_on
    union all
    ${renewedByHours()}`;
}

function renewedByHours(): RawBuilder<unknown> {
  return sql`
    select newest.id, path.kind, greatest(studied.day, newest.opens_on)
    from newest
    join learning.renewal_path as path
      on path.curriculum_id = newest.curriculum_id
      and path.kind = 'hours'
    cross join lateral (
      select min(running.day) as day
      from (
        select study.day, sum(study.minutes) over (order by study.day, study.source, study.source_id) as minutes
        from learning.study_time as study
        where study.person_id = newest.person_id
          and study.day >= newest.valid_from
      ) as running
      where running.minutes >= path.minutes
    ) as studied
    where studied.day is not null`;
}
