import type { Day } from '#base/day/index.ts';
import { all, sql, type RawBuilder } from '#base/db/index.ts';
import { recordFrom } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { countSessions, type Session } from '../credit/hours.ts';

/** What somebody has learned of a course in the past: begun on a day in post, completed on another or still open after so many lessons. */
export type Learned = { personId: string; course: string; startedOn: Day; completedOn: Day | null; lessons: number };

/**
 * Enters what was learned elsewhere or earlier, in one go, with facts on the days it happened; it closes what was assigned. Whoever held no main post on the first day, or
 * has begun the course here, is passed over. Pass a transaction. Returns how many were entered.
 */
export async function recordLearned(ctx: Ctx, learned: Learned[]): Promise<number> {
  const made = await all(
    ctx.db,
    sql<{ id: string }>`
    insert into learning.enrolment (id, person_id, course_id, version, unit_id, started_on, completed_on, completed_unit_id, hours)
    select kernel.new_id(), given.person_id, given.course_id, version.version, first.unit_id, given.started_on, given.completed_on,
      case when given.completed_on is not null then coalesce(last.unit_id, first.unit_id) end,
      case when given.completed_on is not null then round(version.minutes / 60.0, 1) end
    from unnest(
      ${learned.map(({ personId }) => personId)}::uuid[],
      ${learned.map(({ course }) => course)}::text[],
      ${learned.map(({ startedOn }) => startedOn)}::date[],
      ${learned.map(({ completedOn }) => completedOn)}::date[]
    ) as given (person_id, course_id, started_on, completed_on)
    join learning.course_version as version
      on version.course_id = given.course_id
      and version.state = 'published'
    join kernel.posting as first
      on first.person_id = given.person_id
      and first.main
      and first.valid_from <= given.started_on
      and first.valid_to > given.started_on
    left join kernel.posting as last
      on last.person_id = given.person_id
      and last.main
      and last.valid_from <= given.completed_on
      and last.valid_to > given.completed_on
    on conflict (person_id, course_id) do nothing
    returning enrolment.id`,
  );
  const ids = sql`${made.map(({ id }) => id)}::uuid[]`;
  await enterLessons(ctx, ids, learned);
  await recordFrom(ctx, startedAndCompleted(ids));
  await closeAssigned(ctx, ids);
  await countLessons(ctx, ids);
  return made.length;
}

async function enterLessons(ctx: Ctx, ids: RawBuilder<unknown>, learned: Learned[]): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into learning.lesson_progress (enrolment_id, lesson_id, opened_at, completed_on)
    select enrolment.id, lesson.lesson_id, enrolment.started_on::timestamptz, coalesce(enrolment.completed_on, enrolment.started_on)
    from learning.enrolment
    join learning.lesson_version as lesson
      on lesson.course_id = enrolment.course_id
      and lesson.version = enrolment.version
    join unnest(
      ${learned.map(({ personId }) => personId)}::uuid[],
      ${learned.map(({ course }) => course)}::text[],
      ${learned.map(({ lessons }) => lessons)}::integer[]
    ) as given (person_id, course_id, lessons)
      on given.person_id = enrolment.person_id
      and given.course_id = enrolment.course_id
    where enrolment.id = any(${ids})
      and (enrolment.completed_on is not null or lesson.place <= given.lessons)`,
  );
}

function startedAndCompleted(ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select 'learning.course-started'::text, enrolment.id, enrolment.unit_id, enrolment.started_on, null::numeric,
      jsonb_build_object('course', enrolment.course_id, 'version', enrolment.version), null::uuid
    from learning.enrolment
    where enrolment.id = any(${ids})
    union all
    select 'learning.lesson-completed', enrolment.id, enrolment.unit_id, progress.completed_on, null,
      jsonb_build_object('course', enrolment.course_id, 'lesson', progress.lesson_id), null
    from learning.enrolment
    join learning.lesson_progress as progress on progress.enrolment_id = enrolment.id
    where enrolment.id = any(${ids})
    union all
    select 'learning.course-completed', enrolment.id, enrolment.completed_unit_id, enrolment.completed_on, enrolment.hours,
      jsonb_build_object('course', enrolment.course_id, 'version', enrolment.version), null
    from learning.enrolment
    where enrolment.id = any(${ids})
      and enrolment.completed_on is not null`;
}

async function closeAssigned(ctx: Ctx, ids: RawBuilder<unknown>): Promise<void> {
  const closed = await all(
    ctx.db,
    sql<{ id: string }>`
    update learning.assigned
    set completed_on = enrolment.completed_on
    from learning.assignment
    join learning.enrolment on enrolment.course_id = assignment.course_id
    where assignment.id = assigned.assignment_id
      and enrolment.person_id = assigned.person_id
      and enrolment.id = any(${ids})
      and enrolment.completed_on is not null
      and assigned.completed_on is null
    returning assigned.id`,
  );
  await recordFrom(
    ctx,
    sql`
    select 'learning.assignment-changed'::text, assigned.id, assigned.unit_id, assigned.completed_on, null::numeric,
      jsonb_build_object('assignment', assigned.assignment_id, 'what', 'completed'), null::uuid
    from learning.assigned
    where assigned.id = any(${closed.map(({ id }) => id)}::uuid[])`,
  );
}

async function countLessons(ctx: Ctx, ids: RawBuilder<unknown>): Promise<void> {
  const sessions = await all(
    ctx.db,
    sql<Session>`
    select enrolment.person_id as "personId", enrolment.unit_id as "unitId", 'lesson' as source, enrolment.course_id || ' ' || lesson.lesson_id as "sourceId",
      progress.completed_on as day, lesson.minutes, lesson.title_vi as title
    from learning.enrolment
    join learning.lesson_progress as progress on progress.enrolment_id = enrolment.id
    join learning.lesson_version as lesson
      on lesson.course_id = enrolment.course_id
      and lesson.version = enrolment.version
      and lesson.lesson_id = progress.lesson_id
    where enrolment.id = any(${ids})
      and progress.completed_on is not null`,
  );
  await countSessions(ctx, sessions);
}
