import Type from 'typebox';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { measuredRows } from '#modules/skills/index.ts';
import { readCourseMeans } from '../classes/evaluation-store.ts';
import { ClassMeans } from '../classes/model.ts';
import { findVersion } from '../courses/store.ts';
import { closed, CourseId, nullable } from '../model.ts';
import { learnerOf } from '../player/acts.ts';
import { findEnrolment } from '../player/store.ts';
import { courseIn, listCoursePeople, readEnrolment } from './people.ts';
import { addedChange, meanChange, sayOf, type Change, type Pair } from './rules.ts';

/** Days before a course in which a measurement counts as the one before it. */
const BEFORE_DAYS = 365;

const ChangeView = Type.Object(
  {
    people: Type.Integer({ description: 'People measured before and after' }),
    change: Type.Number({ description: 'Mean change of ability, in logits' }),
    standardError: Type.Number({ description: 'Standard error of it' }),
    from: Type.Number({ description: 'It lies between this' }),
    to: Type.Number({ description: 'and this with 95 %' }),
    says: Type.Enum(['up', 'down', 'open'], { description: 'open: the range holds no change too' }),
  },
  closed,
);

const viewOf = (change: Change | undefined) => (change === undefined || change.people < MINIMUM_GROUP ? null : { ...change, says: sayOf(change) });

/** What a course does. */
export const readEffect = operation({
  name: 'learning.read-effect',
  summary:
    'A course in a unit and all under it: begun, completed, hours, what learners say of it and of its classes, and skills before and after with uncertainty, beside people who were measured twice before they began. Groups under ten are not shown.',
  kind: 'read',
  http: 'GET /learning/units/{unitId}/effects/{course}',
  permission: 'learning.assign',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit' }), course: CourseId }, closed),
  output: Type.Object(
    {
      begun: nullable(Type.Integer({ description: 'People who have begun' })),
      completed: nullable(Type.Integer({ description: 'People who have completed it' })),
      hours: nullable(Type.Number({ description: 'Hours of completed courses' })),
      rated: nullable(
        Type.Object(
          {
            people: Type.Integer({ description: 'People who rated it' }),
            useful: Type.Number({ description: 'Mean, 1 to 5' }),
            applied: Type.Number({ description: 'Mean, 1 to 5' }),
          },
          closed,
        ),
      ),
      classes: ClassMeans,
      learned: nullable(ChangeView),
      compared: nullable(ChangeView),
      added: nullable(ChangeView),
    },
    closed,
  ),
  run: async (ctx, { unitId, course }) => {
    found(await findVersion(ctx.db, course, undefined), 'learning.no-course');
    const { begun, completed, hours, rated, useful, applied } = await readFigures(ctx.db, unitId, course, ctx.today);
    const learned = meanChange(await listPairs(ctx.db, learnedPairs(course), unitId, ctx.today));
    const compared = meanChange(await listPairs(ctx.db, comparedPairs(course), unitId, ctx.today));
    const enough = (n: number): boolean => n >= MINIMUM_GROUP;
    const both = learned !== undefined && compared !== undefined && enough(learned.people) && enough(compared.people);
    return {
      begun: enough(begun) ? begun : null,
      completed: enough(completed) ? completed : null,
      hours: enough(completed) ? hours : null,
      rated: enough(rated) ? { people: rated, useful: useful ?? 0, applied: applied ?? 0 } : null,
      classes: await readCourseMeans(ctx.db, course, unitId, ctx.today),
      learned: viewOf(learned),
      compared: viewOf(compared),
      added: both ? viewOf(addedChange(learned, compared)) : null,
    };
  },
});

const under = (unitId: string, column: RawBuilder<unknown>, today: string) => sql`${column} in (
    select below.unit_id
    from kernel.unit_ancestor as below
    where below.ancestor_id = ${unitId}
      and below.valid_from <= ${today}
      and below.valid_to > ${today})`;

async function readFigures(db: Db, unitId: string, course: string, today: string) {
  const row = await one(
    db,
    sql<{ begun: number; completed: number; hours: number; rated: number; useful: number | null; applied: number | null }>`
    select count(*) as begun, count(enrolment.completed_on) as completed, coalesce(sum(enrolment.hours), 0)::float as hours, count(rating.useful) as rated,
      avg(rating.useful)::float as useful, avg(rating.applied)::float as applied
    from learning.enrolment
    left join learning.course_rating as rating on rating.enrolment_id = enrolment.id
    where ${courseIn(course, unitId, today)}`,
  );
  return row ?? { begun: 0, completed: 0, hours: 0, rated: 0, useful: null, applied: null };
}

async function listPairs(db: Db, pairs: RawBuilder<unknown>, unitId: string, today: string): Promise<Pair[]> {
  return all(
    db,
    sql<Pair>`
    select pair.before::float as before, pair.after::float as after
    from (${pairs}) as pair
    where ${under(unitId, sql`pair.unit_id`, today)}`,
  );
}

/** People who completed the course between two measurements: the last before they began, at most a year old, and the first after they completed it. */
function learnedPairs(course: string): RawBuilder<unknown> {
  return sql`
    with measured as materialized (${measuredRows()})
    select enrolment.completed_unit_id as unit_id, early.theta as before, late.theta as after
    from learning.enrolment
    cross join lateral (
      select measured.theta
      from measured
      where measured.person_id = enrolment.person_id
        and measured.area = 'all'
        and measured.day <= enrolment.started_on
        and measured.day > enrolment.started_on - ${BEFORE_DAYS}::integer
      order by measured.day desc
      limit 1
    ) as early
    cross join lateral (
      select measured.theta
      from measured
      where measured.person_id = enrolment.person_id
        and measured.area = 'all'
        and measured.day > enrolment.completed_on
      order by measured.day
      limit 1
    ) as late
    where enrolment.course_id = ${course}
      and enrolment.completed_on is not null`;
}

/** The comparison: people asked to take the course later (a stepped start) who were measured twice, at most a year apart, before they began or were asked. */
function comparedPairs(course: string): RawBuilder<unknown> {
  return sql`
    with measured as materialized (${measuredRows()})
    select waiting.unit_id, early.theta as before, late.theta as after
    from (
      select distinct on (assigned.person_id) assigned.person_id, assigned.unit_id, least(assigned.since, enrolment.started_on) as since
      from learning.assigned
      join learning.assignment
        on assignment.id = assigned.assignment_id
        and assignment.course_id = ${course}
      left join learning.enrolment
        on enrolment.person_id = assigned.person_id
        and enrolment.course_id = ${course}
      order by assigned.person_id, assigned.since
    ) as waiting
    cross join lateral (
      select measured.theta, measured.day
      from measured
      where measured.person_id = waiting.person_id
        and measured.area = 'all'
        and measured.day <= waiting.since
      order by measured.day desc
      limit 1
    ) as late
    cross join lateral (
      select measured.theta
      from measured
      where measured.person_id = waiting.person_id
        and measured.area = 'all'
        and measured.day < late.day
        and measured.day > late.day - ${BEFORE_DAYS}::integer
      order by measured.day desc
      limit 1
    ) as early`;
}

/** Says how a completed course was. */
export const rateCourse = operation({
  name: 'learning.rate-course',
  summary: 'Say how useful a course is that one has completed, and how much of it can be applied; shown for groups of ten or more only.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/rating',
  permission: 'signed-in',
  input: Type.Object(
    {
      course: CourseId,
      useful: Type.Integer({ minimum: 1, maximum: 5, description: '1 not at all to 5 very useful' }),
      applied: Type.Integer({ minimum: 1, maximum: 5, description: '1 nothing to 5 all can be applied' }),
    },
    closed,
  ),
  output: Type.Object({ day: Type.String({ description: 'Day' }) }, closed),
  run: async (ctx, { course, useful, applied }) => {
    const enrolment = await findEnrolment(ctx.db, learnerOf(ctx), course);
    if (enrolment === undefined || enrolment.completedOn === null) throw new Problem('conflict', 'learning.not-completed');
    await all(
      ctx.db,
      sql`
      insert into learning.course_rating (enrolment_id, useful, applied, day)
      values (${enrolment.id}, ${useful}, ${applied}, ${ctx.today})
      on conflict (enrolment_id) do update
      set useful = excluded.useful,
        applied = excluded.applied,
        day = excluded.day`,
    );
    return { day: ctx.today };
  },
});

/** What can be asked of effects. */
export const effectOperations = [readEffect, listCoursePeople, readEnrolment, rateCourse];
