import Type from 'typebox';
import type { Lesson } from '#content/learning/course.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { findVersion, getLesson } from '../courses/store.ts';
import { isAnswered } from '../courses/view.ts';
import { closed, CourseId, LessonId } from '../model.ts';
import { openDiscussions } from '../notes/threads.ts';
import { waitsFor } from '../packages/close.ts';
import { closeCourse, closeLesson, ensureEnrolment, homeOf, learnerOf } from './acts.ts';
import { findEnrolment, listAnswers, noteProgress, readEarlierChecks, type Enrolment } from './store.ts';

/**
 * Closes a lesson when everything it asks for is done: the closing check passed (a lesson without one: said to be finished), each package done, each assignment
 * passed, something written in each discussion.
 * Returns whether it is closed now.
 */
export async function settleLesson(ctx: Ctx, enrolment: Enrolment, lessonId: string): Promise<boolean> {
  const lesson = await getLesson(ctx.db, enrolment.courseId, enrolment.version, lessonId);
  const waits = await waitsFor(ctx.db, enrolment.personId, lesson);
  if (!waits.done) return false;
  // Who has done all packages of a lesson without a check need not say so.
  const read =
    lesson.check === undefined
      ? waits.packages > 0 || (await isFinished(ctx.db, enrolment.id, lessonId))
      : (await readEarlierChecks(ctx.db, enrolment.id, lessonId)).passed !== undefined;
  if (!read) return false;
  const open = await openAssignments(ctx.db, enrolment.id, lesson);
  if (open.length > 0 || (await openDiscussions(ctx.db, enrolment.personId, enrolment.courseId, lesson)).length > 0) return false;
  await closeLesson(ctx, enrolment, lessonId);
  return true;
}

/** Finishes a lesson that has no closing check. */
export const finishLesson = operation({
  name: 'learning.finish-lesson',
  summary:
    'Say that a lesson without a closing check is finished: its questions must be answered and something written in its discussions; it closes now, or once its assignments are passed.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/lessons/{lesson}/finish',
  permission: 'signed-in',
  input: Type.Object({ course: CourseId, lesson: LessonId }, closed),
  output: Type.Object({ closed: Type.Boolean({ description: 'Whether the lesson is closed; false: an assignment is not passed yet' }) }, closed),
  run: async (ctx, { course, lesson: lessonId }) => {
    const enrolment = await ensureEnrolment(ctx, learnerOf(ctx), course);
    const lesson = await getLesson(ctx.db, course, enrolment.version, lessonId);
    if (lesson.check !== undefined) throw new Problem('conflict', 'learning.has-check');
    const answers = await listAnswers(ctx.db, enrolment.id, lessonId);
    const unsaid = await openDiscussions(ctx.db, enrolment.personId, course, lesson);
    const open = lesson.blocks.find((block) => unsaid.includes(block.id) || (isAnswered(block) && block.kind !== 'checklist' && !answers.has(block.id)));
    if (open !== undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/${open.id}`, code: 'learning.answer-first' }]);
    await noteProgress(ctx.db, enrolment.id, lessonId, null, ctx.now);
    await noteFinished(ctx.db, enrolment.id, lessonId, ctx.now);
    return { closed: await settleLesson(ctx, enrolment, lessonId) };
  },
});

/** Moves to the newest version of a course. */
export const moveToNewest = operation({
  name: 'learning.move-to-newest',
  summary: 'Go on with a course in its newest published version: lessons that stand in both versions stay done; a completed course stays as it is.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/move',
  permission: 'signed-in',
  input: Type.Object({ course: CourseId }, closed),
  output: Type.Object({ version: Type.Integer({ description: 'Version that is learned now' }) }, closed),
  trace: ({ course }, { version }) => ({ detail: { course, version } }),
  run: async (ctx, { course }) => {
    const enrolment = found(await findEnrolment(ctx.db, learnerOf(ctx), course), 'learning.no-course');
    const version = found(await findVersion(ctx.db, course, undefined), 'learning.no-course');
    if (enrolment.completedOn !== null) throw new Problem('conflict', 'learning.completed-already');
    if (version <= enrolment.version) throw new Problem('conflict', 'learning.newest-already');
    await moveEnrolments(ctx, course, version, [enrolment.id]);
    return { version };
  },
});

/** Moves those of these enrolments (null: all of the course) that are not completed to a version; a course of which nothing is open then is completed. Returns their people. */
export async function moveEnrolments(ctx: Ctx, courseId: string, version: number, ids: string[] | null): Promise<string[]> {
  const moved = await all(
    ctx.db,
    sql<Enrolment>`
    update learning.enrolment
    set version = ${version}
    where enrolment.course_id = ${courseId}
      and enrolment.version < ${version}
      and enrolment.completed_on is null
      and (${ids === null} or enrolment.id = any(${ids ?? []}::uuid[]))
    returning enrolment.id, enrolment.person_id as "personId", enrolment.course_id as "courseId", enrolment.version, enrolment.started_on as "startedOn",
      enrolment.completed_on as "completedOn", enrolment.hours`,
  );
  const whole = await listWithoutOpen(
    ctx.db,
    moved.map(({ id }) => id),
  );
  for (const enrolment of moved.filter(({ id }) => whole.has(id))) await closeCourse(ctx, enrolment, await homeOf(ctx, enrolment.personId));
  return moved.map(({ personId }) => personId);
}

async function noteFinished(db: Db, enrolmentId: string, lessonId: string, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    update learning.lesson_progress as progress
    set finished_at = coalesce(progress.finished_at, ${now.toString()}::timestamptz)
    where progress.enrolment_id = ${enrolmentId}
      and progress.lesson_id = ${lessonId}`,
  );
}

async function isFinished(db: Db, enrolmentId: string, lessonId: string): Promise<boolean> {
  const row = await one(
    db,
    sql<{ finished: boolean }>`
    select progress.finished_at is not null as finished
    from learning.lesson_progress as progress
    where progress.enrolment_id = ${enrolmentId}
      and progress.lesson_id = ${lessonId}`,
  );
  return row?.finished === true;
}

async function openAssignments(db: Db, enrolmentId: string, lesson: Lesson): Promise<string[]> {
  const wanted = lesson.blocks.filter(({ kind }) => kind === 'assignment').map(({ id }) => id);
  if (wanted.length === 0) return [];
  const passed = await all(
    db,
    sql<{ blockId: string }>`
    select distinct hand_in.block_id as "blockId"
    from learning.hand_in
    where hand_in.enrolment_id = ${enrolmentId}
      and hand_in.lesson_id = ${lesson.id}
      and hand_in.state = 'passed'`,
  );
  return wanted.filter((id) => !passed.some(({ blockId }) => blockId === id));
}

async function listWithoutOpen(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await all(
    db,
    sql<{ id: string }>`
    select enrolment.id
    from learning.enrolment
    join learning.lesson_version as lesson
      on lesson.course_id = enrolment.course_id
      and lesson.version = enrolment.version
    left join learning.lesson_progress as progress
      on progress.enrolment_id = enrolment.id
      and progress.lesson_id = lesson.lesson_id
    where enrolment.id = any(${ids}::uuid[])
    group by enrolment.id
    having bool_and(progress.completed_on is not null)`,
  );
  return new Set(rows.map(({ id }) => id));
}
