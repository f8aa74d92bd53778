import type { Ctx } from '#kernel/operation/index.ts';
import { one, sql, type Db } from '#base/db/index.ts';
import type { JsonObject } from './json.ts';
import { agentOf } from './people.ts';
import { recordStatements } from './record.ts';

/** What a learner did in a lesson of Khuê, as the statements tell it. */
export type Lived = {
  personId: string;
  what: 'course-started' | 'lesson-completed' | 'course-completed' | 'check-finished' | 'block-answered';
  course: { id: string; version: number };
  lesson?: string;
  /** The closing check, or the block of the lesson. */
  part?: string;
  success?: boolean | undefined;
  /** Right answers and all answers of a closing check. */
  score?: { right: number; of: number };
  /** The enrolment: it is the registration of all that is done in it. */
  registration: string;
};

const VERBS: Record<Lived['what'], { id: string; display: Record<string, string> }> = {
  'course-started': { id: 'http://adlnet.gov/expapi/verbs/registered', display: { vi: 'bắt đầu học', en: 'registered' } },
  'lesson-completed': { id: 'http://adlnet.gov/expapi/verbs/completed', display: { vi: 'hoàn thành', en: 'completed' } },
  'course-completed': { id: 'http://adlnet.gov/expapi/verbs/completed', display: { vi: 'hoàn thành', en: 'completed' } },
  'check-finished': { id: 'http://adlnet.gov/expapi/verbs/failed', display: { vi: 'chưa đạt', en: 'failed' } },
  'block-answered': { id: 'http://adlnet.gov/expapi/verbs/answered', display: { vi: 'trả lời', en: 'answered' } },
};
const PASSED = { id: 'http://adlnet.gov/expapi/verbs/passed', display: { vi: 'đạt', en: 'passed' } };

const TYPES: Record<Lived['what'], string> = {
  'course-started': 'http://adlnet.gov/expapi/activities/course',
  'lesson-completed': 'http://adlnet.gov/expapi/activities/lesson',
  'course-completed': 'http://adlnet.gov/expapi/activities/course',
  'check-finished': 'http://adlnet.gov/expapi/activities/assessment',
  'block-answered': 'http://adlnet.gov/expapi/activities/interaction',
};

/** The address that stands for a course, a lesson or a part of one in statements. */
export function activityIri(publicUrl: string, course: string, lesson?: string, part?: string): string {
  return [`${publicUrl}/xapi/activities/courses/${course}`, ...(lesson === undefined ? [] : ['lessons', lesson]), ...(part === undefined ? [] : ['parts', part])].join('/');
}

/** Records what a learner did in a lesson of Khuê, in the transaction of the act. Answers themselves are the learner's own and are not told. */
export async function recordLived(ctx: Pick<Ctx, 'db' | 'services' | 'now' | 'locale'>, lived: Lived): Promise<void> {
  await recordStatements(ctx, [statementOf(ctx, lived, await agentOf(ctx, lived.personId), await nameOf(ctx.db, lived))]);
}

/** What the thing is called, so that a list of statements can be read by people. */
async function nameOf(db: Db, { course, lesson, part }: Lived): Promise<{ vi: string; en: string }> {
  const title = await one(
    db,
    sql<{ vi: string; en: string }>`
    select coalesce(lesson.title_vi, version.title_vi) as vi, coalesce(lesson.title_en, version.title_en) as en
    from learning.course_version as version
    left join learning.lesson_version as lesson
      on lesson.course_id = version.course_id
      and lesson.version = version.version
      and lesson.lesson_id = ${lesson ?? null}
    where version.course_id = ${course.id}
      and version.version = ${course.version}`,
  );
  const { vi, en } = title ?? { vi: course.id, en: course.id };
  if (part === undefined) return { vi, en };
  return part === 'check' ? { vi: `Kiểm tra cuối bài: ${vi}`, en: `Closing check: ${en}` } : { vi: `Câu hỏi trong bài: ${vi}`, en: `Question in: ${en}` };
}

function statementOf({ services, now, locale }: Pick<Ctx, 'services' | 'now' | 'locale'>, lived: Lived, actor: JsonObject, name: JsonObject): JsonObject {
  const { course, lesson, part, what, success, score, registration } = lived;
  const { publicUrl } = services;
  const parents = [part === undefined ? undefined : activityIri(publicUrl, course.id, lesson), lesson === undefined ? undefined : activityIri(publicUrl, course.id)];
  const parent = parents.find((iri) => iri !== undefined);
  const completion = what === 'lesson-completed' || what === 'course-completed' ? { completion: true } : {};
  const result = { ...completion, ...(success === undefined ? {} : { success }), ...(score === undefined ? {} : { score: scoreOf(score) }) };
  return {
    actor,
    verb: what === 'check-finished' && success === true ? PASSED : VERBS[what],
    object: { objectType: 'Activity', id: activityIri(publicUrl, course.id, lesson, part), definition: { name, type: TYPES[what] } },
    ...(Object.keys(result).length === 0 ? {} : { result }),
    context: {
      registration,
      revision: String(course.version),
      platform: 'Khuê',
      language: locale,
      ...(parent === undefined
        ? {}
        : { contextActivities: { parent: [{ id: parent }], ...(lesson === undefined ? {} : { grouping: [{ id: activityIri(publicUrl, course.id) }] }) } }),
    },
    timestamp: now.toString(),
  };
}

function scoreOf({ right, of }: { right: number; of: number }): JsonObject {
  return of === 0 ? {} : { scaled: Math.round((10_000 * right) / of) / 10_000, raw: right, min: 0, max: of };
}
