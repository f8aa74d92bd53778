import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { findVersion, getLesson } from '../courses/store.ts';
import { atFile } from '../file-place.ts';
import { closed, CourseId, LessonId } from '../model.ts';
import { ensureEnrolment, homeOf, learnerOf } from '../player/acts.ts';
import { findEnrolment, noteProgress } from '../player/store.ts';
import { HandInView } from './model.ts';
import { handInFaults } from './rules.ts';
import { addHandIn, findHandIn, listAttempts, noteHandIn, putHandInState } from './store.ts';
import { getAssignment, viewsOf } from './view.ts';

const Text = (description: string) => Type.String({ description });
const BlockId = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Assignment of the lesson' });
const Where = { course: CourseId, lesson: LessonId, block: BlockId };
/** Bytes of a file that is handed in. */
const MOST_BYTES = 20 * 1_048_576;

/** What a document that was handed in is for. */
export const HAND_IN_PURPOSE = 'learning.hand-in';

/** An assignment with what the asker has handed in for it. */
export const readHandIns = operation({
  name: 'learning.read-hand-ins',
  summary: 'An assignment of a lesson with its criteria, and what the asker has handed in for it with all marks and reasons, newest first.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/lessons/{lesson}/assignments/{block}',
  permission: 'signed-in',
  input: Type.Object(Where, closed),
  output: Type.Object(
    {
      lessonTitle: Text('Title of the lesson'),
      title: Text('Title'),
      brief: Text('What to do, small Markdown'),
      accepts: Type.Enum(['text', 'file', 'both'], { description: 'What is handed in' }),
      criteria: Type.Array(Type.Object({ id: Text('Criterion'), title: Text('What is looked at'), low: Text('0 points'), mid: Text('1 point'), high: Text('2 points') }, closed)),
      pass: Type.Integer({ description: 'Points with which it is passed' }),
      attempts: Type.Array(HandInView),
      mayHandIn: Type.Boolean({ description: 'Whether something can be handed in now' }),
    },
    closed,
  ),
  run: async (ctx, { course, lesson: lessonId, block: blockId }) => {
    const person = learnerOf(ctx);
    const version = found(await findVersion(ctx.db, course, person), 'learning.no-course');
    const assignment = await getAssignment(ctx.db, { courseId: course, version, lessonId, blockId });
    const lesson = await getLesson(ctx.db, course, version, lessonId);
    const enrolment = await findEnrolment(ctx.db, person, course);
    const attempts = enrolment === undefined ? [] : await listAttempts(ctx.db, enrolment.id, lessonId, blockId);
    const { title, brief, hand_in: accepts, criteria, pass } = assignment;
    return {
      title,
      brief,
      accepts,
      criteria,
      pass,
      lessonTitle: ctx.locale === 'vi' ? lesson.title_vi : lesson.title_en,
      attempts: await viewsOf(ctx.db, attempts, assignment, ctx.today),
      mayHandIn: attempts.every(({ state }) => state === 'returned' || state === 'failed'),
    };
  },
});

/** Hands something in. */
export const handIn = operation({
  name: 'learning.hand-in',
  summary: 'Hand in a text or file for an assignment of a lesson; again after it came back or was not enough, never while it waits for its mark.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/lessons/{lesson}/assignments/{block}',
  permission: 'signed-in',
  input: Type.Object(
    {
      ...Where,
      text: Type.Optional(Type.String({ maxLength: 20_000, description: 'What was written' })),
      file: Type.Optional(
        Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 300, description: 'Name of the file' }),
            content: Type.String({ minLength: 1, maxLength: Math.ceil((MOST_BYTES * 4) / 3) + 4, contentEncoding: 'base64', description: 'Bytes as base64, at most 20 MiB' }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  output: Type.Object({ id: Text('Hand-in') }, closed),
  trace: ({ course, lesson }, { id }) => ({ subject: id, detail: { course, lesson } }),
  run: async (ctx, { course, lesson: lessonId, block: blockId, text = '', file }) => {
    const personId = learnerOf(ctx);
    const enrolment = await ensureEnrolment(ctx, personId, course);
    const { id: enrolmentId, version } = enrolment;
    const assignment = await getAssignment(ctx.db, { courseId: course, version, lessonId, blockId });
    const errors = handInFaults(assignment, text, file !== undefined);
    if (errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
    const before = await listAttempts(ctx.db, enrolmentId, lessonId, blockId);
    if (before.some(({ state }) => state !== 'returned' && state !== 'failed')) throw new Problem('conflict', 'learning-handins.handed-in-already');
    const document =
      file === undefined ? undefined : await keepDocument(ctx, { name: file.name, bytes: [Buffer.from(file.content, 'base64')], purpose: HAND_IN_PURPOSE }).catch(atFile);
    const unitId = await homeOf(ctx, personId);
    const id = newId();
    const place = { enrolmentId, courseId: course, version, lessonId, blockId, personId, unitId };
    await addHandIn(ctx.db, { ...place, id, attempt: before.length + 1, text: text.trim(), documentId: document?.id ?? null, handedAt: ctx.now.toString() });
    await noteProgress(ctx.db, enrolmentId, lessonId, blockId, ctx.now);
    await record(ctx, [{ kind: 'learning.handed-in', subject: id, unitId, day: ctx.today, data: { course, lesson: lessonId } }]);
    return { id };
  },
});

/** Contests marks. */
export const contestMarks = operation({
  name: 'learning.contest-marks',
  summary: 'Contest the marks of something one has handed in, once, within 15 days, with the reason; somebody else than the first marker decides.',
  kind: 'write',
  http: 'POST /learning/hand-ins/{id}/contest',
  permission: 'signed-in',
  input: Type.Object(
    { id: Type.String({ format: 'uuid', description: 'Hand-in' }), reason: Type.String({ minLength: 20, maxLength: 2000, description: 'Which criterion, and why' }) },
    closed,
  ),
  output: Type.Object({ id: Text('Hand-in') }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, reason }) => {
    const given = found(await findHandIn(ctx.db, id, true), 'learning-handins.no-hand-in');
    if (given.personId !== learnerOf(ctx)) throw new Problem('missing', 'learning-handins.no-hand-in');
    const [view] = await viewsOf(ctx.db, [given], await getAssignment(ctx.db, given), ctx.today);
    if (view?.mayContest !== true) throw new Problem('conflict', 'learning-handins.no-contest');
    await noteHandIn(ctx, id, 'contested', reason);
    await putHandInState(ctx.db, id, 'contested', given.points);
    return { id };
  },
});
