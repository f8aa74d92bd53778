import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot, personOf, unitOf } from '#kernel/org/index.ts';
import { findVersion } from '../courses/store.ts';
import { countSessions } from '../credit/hours.ts';
import { award } from '../curricula/award.ts';
import { findFirst } from '../curricula/first.ts';
import { recordLived } from '../records/lessons.ts';
import { hoursOf } from './rules.ts';
import { addEnrolment, completeAssigned, completeEnrolment, completeLesson, findEnrolment, noteProgress, readLessonSize, readRemaining, type Enrolment } from './store.ts';

/** The person who learns; a program or nobody cannot. */
export function learnerOf(ctx: Pick<Ctx, 'actor'>): string {
  const person = personOf(ctx.actor);
  if (person === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
  return person;
}

/** The unit that something a person does today is counted in: that of the main post, else the city. */
export async function homeOf(ctx: Pick<Ctx, 'db' | 'today'>, personId: string): Promise<string> {
  return (await unitOf(ctx.db, personId, ctx.today)) ?? (await getRoot(ctx.db, ctx.today)).id;
}

/** The person's enrolment in a course, begun now with the published version when there was none; throws `missing` for a course that is not there. */
export async function ensureEnrolment(ctx: Ctx, personId: string, courseId: string): Promise<Enrolment> {
  const known = await findEnrolment(ctx.db, personId, courseId);
  if (known !== undefined) return known;
  const version = found(await findVersion(ctx.db, courseId, undefined), 'learning.no-course');
  const first = await findFirst(ctx, personId, courseId);
  if (first !== undefined) throw new Problem('conflict', 'learning-who.first', { title: first });
  const unitId = await homeOf(ctx, personId);
  const id = newId();
  const fresh = await addEnrolment(ctx.db, { id, personId, courseId, version, startedOn: ctx.today }, unitId);
  if (fresh) {
    await record(ctx, [{ kind: 'learning.course-started', subject: id, unitId, day: ctx.today, data: { course: courseId, version } }]);
    await recordLived(ctx, { personId, what: 'course-started', course: { id: courseId, version }, registration: id });
  }
  return found(await findEnrolment(ctx.db, personId, courseId), 'learning.no-course');
}

/** Closes a lesson of an enrolment, and with the last one the course and what was assigned of it. Does nothing for a lesson that is closed. */
export async function closeLesson(ctx: Ctx, enrolment: Enrolment, lessonId: string): Promise<void> {
  await noteProgress(ctx.db, enrolment.id, lessonId, null, ctx.now);
  if (!(await completeLesson(ctx.db, enrolment.id, lessonId, ctx.today))) return;
  const unitId = await homeOf(ctx, enrolment.personId);
  const { id, courseId: course, version } = enrolment;
  await record(ctx, [{ kind: 'learning.lesson-completed', subject: id, unitId, day: ctx.today, data: { course, lesson: lessonId } }]);
  const lived = { personId: enrolment.personId, course: { id: course, version }, registration: id };
  await recordLived(ctx, { ...lived, what: 'lesson-completed', lesson: lessonId });
  const lesson = await readLessonSize(ctx.db, enrolment, lessonId);
  if (lesson !== undefined) await countSessions(ctx, [{ personId: enrolment.personId, unitId, source: 'lesson', sourceId: `${course} ${lessonId}`, day: ctx.today, ...lesson }]);
  await closeCourse(ctx, enrolment, unitId);
}

/** Closes the course of an enrolment when no lesson of its version is open any more, and what was assigned of it. */
export async function closeCourse(ctx: Ctx, enrolment: Enrolment, unitId: string): Promise<void> {
  const { id, courseId: course, version } = enrolment;
  const { open, minutes } = await readRemaining(ctx.db, id);
  if (open > 0 || !(await completeEnrolment(ctx.db, id, unitId, ctx.today, hoursOf(minutes)))) return;
  await record(ctx, [{ kind: 'learning.course-completed', subject: id, unitId, day: ctx.today, value: hoursOf(minutes), data: { course, version } }]);
  await recordLived(ctx, { personId: enrolment.personId, course: { id: course, version }, registration: id, what: 'course-completed' });
  await closeAssignedOf(ctx, enrolment.personId, course);
  await award(ctx, { personId: enrolment.personId });
}

/** Closes what a person must complete of a course that is completed, here or elsewhere. */
export async function closeAssignedOf(ctx: Ctx, personId: string, course: string): Promise<void> {
  const closed = await completeAssigned(ctx.db, personId, course, ctx.today);
  await record(
    ctx,
    closed.map((one) => ({ kind: 'learning.assignment-changed', subject: one.id, unitId: one.unitId, day: ctx.today, data: { assignment: one.assignmentId, what: 'completed' } })),
  );
}
