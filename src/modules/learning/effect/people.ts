import Type from 'typebox';
import { all, one, pageOf, pagesOf, sql, type RawBuilder } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx, paged, PageNumber } from '#kernel/operation/index.ts';
import { may } from '#kernel/org/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { unitName } from '../classes/store.ts';
import { closed, CourseId, nullable } from '../model.ts';

const PAGE = 20;

const CoursePerson = Type.Object(
  {
    id: Type.String({ description: 'Enrolment' }),
    name: Type.String({ description: 'Name' }),
    staffCode: Type.String({ description: 'Staff code' }),
    unitName: Type.String({ description: 'Unit in which the course was completed, else begun' }),
    startedOn: Type.String({ description: 'First day' }),
    completedOn: nullable(Type.String({ description: 'Day of completing' })),
    hours: nullable(Type.Number({ description: 'Hours of the completed course' })),
  },
  closed,
);
type CoursePerson = Type.Static<typeof CoursePerson>;

/** Enrolments of a course in a unit and all under it: completed ones where they were completed, open ones where they were begun. */
export function courseIn(course: string, unitId: string, today: string): RawBuilder<unknown> {
  return sql`enrolment.course_id = ${course}
      and coalesce(enrolment.completed_unit_id, enrolment.unit_id) in (
        select below.unit_id
        from kernel.unit_ancestor as below
        where below.ancestor_id = ${unitId}
          and below.valid_from <= ${today}
          and below.valid_to > ${today})`;
}

/** Who took a course. */
export const listCoursePeople = operation({
  name: 'learning.list-course-people',
  summary: 'The people behind a figure of a course in a unit and all under it: who has begun or completed it, and when. Never answers or results; groups under ten are not shown.',
  kind: 'read',
  http: 'GET /learning/units/{unitId}/effects/{course}/people',
  permission: 'learning.see-team',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: Type.String({ format: 'uuid', description: 'Unit' }),
      course: CourseId,
      which: Type.Enum(['begun', 'completed'], { description: 'begun: all who have begun it, those who completed it too' }),
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object({ people: Type.Array(CoursePerson), hours: Type.Number({ description: 'Hours of all of them together' }), ...paged }, closed),
  run: async (ctx, { unitId, course, which, page = 1 }) => {
    const meant = sql`${courseIn(course, unitId, ctx.today)}
      and ${which === 'begun' ? sql`true` : sql`enrolment.completed_on is not null`}`;
    const { total, hours } = await countPeople(ctx, meant);
    if (total < MINIMUM_GROUP) throw new Problem('conflict', 'learning-who.effect-few');
    return { people: await listPeople(ctx, meant, pageOf(page, PAGE)), hours, total, page, pages: pagesOf(total, PAGE) };
  },
});

async function countPeople({ db }: Ctx, meant: RawBuilder<unknown>): Promise<{ total: number; hours: number }> {
  const row = await one(
    db,
    sql<{ total: number; hours: number }>`
    select count(*) as total, coalesce(sum(enrolment.hours), 0)::float as hours
    from learning.enrolment
    where ${meant}`,
  );
  return row ?? { total: 0, hours: 0 };
}

async function listPeople({ db, locale }: Ctx, meant: RawBuilder<unknown>, { limit, offset }: { limit: number; offset: number }): Promise<CoursePerson[]> {
  return all(
    db,
    sql<CoursePerson>`
    select enrolment.id, enrolment.name, enrolment.staff_code as "staffCode", coalesce(${unitName(sql`enrolment.home_id`, locale)}, '') as "unitName",
      enrolment.started_on as "startedOn", enrolment.completed_on as "completedOn", enrolment.hours::float as hours
    from (
      select enrolment.id, person.name, person.name_sort, person.staff_code, coalesce(enrolment.completed_unit_id, enrolment.unit_id) as home_id,
        enrolment.started_on, enrolment.completed_on, enrolment.hours
      from learning.enrolment
      join kernel.person on person.id = enrolment.person_id
      where ${meant}
      order by person.name_sort, enrolment.id
      limit ${limit}
      offset ${offset}
    ) as enrolment
    order by enrolment.name_sort, enrolment.id`,
  );
}

type Enrolled = CoursePerson & { units: string[]; course: string; title: string; version: number; lessons: number; lessonsDone: number };

/** How far one person is with a course. */
export const readEnrolment = operation({
  name: 'learning.read-enrolment',
  summary: 'How far one person is with a course: begun, lessons closed, completed, hours. For whoever sees the team of the unit; never answers or results.',
  kind: 'read',
  http: 'GET /learning/enrolments/{id}',
  permission: 'learning.see-team',
  unit: async (ctx, { id }) => {
    // A set may count it where it was begun as well as where it was completed: whoever sees either list may open it.
    const { units } = await getEnrolled(ctx, id);
    for (const unit of units) if (await may(ctx.db, ctx.actor, 'learning.see-team', unit, ctx.today)) return unit;
    return units[0];
  },
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Enrolment' }) }, closed),
  output: Type.Object(
    {
      ...CoursePerson.properties,
      course: CourseId,
      title: Type.String({ description: 'Title of the course' }),
      version: Type.Integer({ description: 'Version that is learned' }),
      lessons: Type.Integer({ description: 'Lessons of that version' }),
      lessonsDone: Type.Integer({ description: 'Of these, closed' }),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const { units: _units, ...enrolled } = await getEnrolled(ctx, id);
    return enrolled;
  },
});

async function getEnrolled({ db, locale }: Ctx, id: string): Promise<Enrolled> {
  const title = locale === 'vi' ? sql`version.title_vi` : sql`version.title_en`;
  const row = await one(
    db,
    sql<Enrolled>`
    select enrolment.id, person.name, person.staff_code as "staffCode", coalesce(${unitName(sql`coalesce(enrolment.completed_unit_id, enrolment.unit_id)`, locale)}, '') as "unitName",
      enrolment.started_on as "startedOn", enrolment.completed_on as "completedOn", enrolment.hours::float as hours, enrolment.course_id as course, ${title} as title, enrolment.version,
      array_remove(array[enrolment.completed_unit_id, enrolment.unit_id], null) as units, counted.lessons, counted.done as "lessonsDone"
    from learning.enrolment
    join kernel.person on person.id = enrolment.person_id
    join learning.course_version as version
      on version.course_id = enrolment.course_id
      and version.version = enrolment.version
    cross join lateral (
      select count(*)::integer as lessons, count(progress.completed_on)::integer as done
      from learning.lesson_version as lesson
      left join learning.lesson_progress as progress
        on progress.enrolment_id = enrolment.id
        and progress.lesson_id = lesson.lesson_id
      where lesson.course_id = enrolment.course_id
        and lesson.version = enrolment.version
    ) as counted
    where enrolment.id = ${id}`,
  );
  return found(row, 'learning-who.no-enrolment');
}
