import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { Answer, findItemVersion, listLiveItems, mark, openControls, parseAnswer, PublicItem, publicItem } from '#modules/skills/index.ts';
import { getLesson } from '../courses/store.ts';
import { award } from '../curricula/award.ts';
import { closed, CourseId, LessonId, nullable } from '../model.ts';
import { recordLived } from '../records/lessons.ts';
import { ensureEnrolment, learnerOf } from './acts.ts';
import { settleLesson } from './finish.ts';
import { drawItems, isPassed } from './rules.ts';
import { addCheck, findCheck, finishCheck, noteProgress, putCheckAnswer, readEarlierChecks, type StoredCheck } from './store.ts';

const CheckId = Type.String({ format: 'uuid', description: 'Closing check' });

/** Begins the closing check of a lesson, or goes on with the one that is open. */
export const startCheck = operation({
  name: 'learning.start-check',
  summary: 'Begin the closing check of a lesson: items drawn from the bank, those not seen before first; an open check is gone on with.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/lessons/{lesson}/checks',
  permission: 'signed-in',
  input: Type.Object({ course: CourseId, lesson: LessonId }, closed),
  output: Type.Object({ id: Type.String({ description: 'Closing check' }) }, closed),
  trace: (_input, { id }) => ({ subject: id }),
  run: async (ctx, { course, lesson: lessonId }) => {
    const enrolment = await ensureEnrolment(ctx, learnerOf(ctx), course);
    const lesson = await getLesson(ctx.db, course, enrolment.version, lessonId);
    const { draw, pass } = found(lesson.check, 'learning.no-check');
    const { open, seen } = await readEarlierChecks(ctx.db, enrolment.id, lessonId);
    if (open !== undefined) return { id: open };
    const id = newId();
    const items = drawItems(draw, await listLiveItems(ctx.db), seen, id);
    if (items.length === 0) throw new Problem('conflict', 'learning.no-items');
    await noteProgress(ctx.db, enrolment.id, lessonId, null, ctx.now);
    await addCheck(ctx.db, { id, enrolmentId: enrolment.id, lessonId, pass }, items, ctx.now);
    return { id };
  },
});

/** A closing check as it stands. */
export const readCheck = operation({
  name: 'learning.read-check',
  summary: 'A closing check of one’s own: the item to answer next without its key, or when all are answered which were right, and why.',
  kind: 'read',
  http: 'GET /learning/checks/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: CheckId }, closed),
  output: Type.Object(
    {
      course: Type.String({ description: 'Course' }),
      lesson: Type.String({ description: 'Lesson' }),
      lessonTitle: Type.String({ description: 'Title of the lesson' }),
      total: Type.Integer({ description: 'How many items it has' }),
      pass: Type.Integer({ description: 'How many right answers close the lesson' }),
      place: nullable(Type.Integer({ description: 'Place of the item to answer, from 1; null when all are answered' })),
      item: nullable(PublicItem),
      passed: nullable(Type.Boolean({ description: 'Whether the lesson is closed by it; null before the end' })),
      results: Type.Array(
        Type.Object(
          {
            prompt: Type.String({ description: 'What was asked' }),
            correct: Type.Boolean({ description: 'Whether it was right' }),
            rationale: Type.String({ description: 'Why' }),
          },
          closed,
        ),
        { description: 'In their order, after the end' },
      ),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const check = await ownCheck(ctx, id);
    const lesson = await getLesson(ctx.db, check.courseId, check.courseVersion, check.lessonId);
    const next = check.items.find(({ correct }) => correct === null);
    return {
      course: check.courseId,
      lesson: check.lessonId,
      lessonTitle: ctx.locale === 'vi' ? lesson.title_vi : lesson.title_en,
      total: check.items.length,
      pass: Math.min(check.pass, check.items.length),
      place: next?.place ?? null,
      item: next === undefined ? null : publicItem(await getItem(ctx, next), ctx.locale),
      passed: check.passed,
      results: next === undefined ? await resultsOf(ctx, check) : [],
    };
  },
});

/** Answers the next item of a closing check; the last answer ends it. */
export const answerCheck = operation({
  name: 'learning.answer-check',
  summary: 'Answer an item of a closing check of one’s own, once; the last answer ends it and closes the lesson when enough are right.',
  kind: 'write',
  http: 'POST /learning/checks/{id}/answers',
  permission: 'signed-in',
  input: Type.Object({ id: CheckId, place: Type.Integer({ minimum: 1, description: 'Place of the item, from 1' }), answer: Answer }, closed),
  output: Type.Object({ ended: Type.Boolean({ description: 'Whether it was the last one' }) }, closed),
  trace: ({ id, place }) => ({ subject: id, detail: { place } }),
  run: async (ctx, { id, place, answer }) => {
    const check = await ownCheck(ctx, id);
    const asked = found(
      check.items.find((one) => one.place === place),
      'learning.no-check',
    );
    if (asked.correct !== null) throw new Problem('conflict', 'learning.answered-already');
    const item = await getItem(ctx, asked);
    const shown = publicItem(item, ctx.locale);
    const kept = parseAnswer({ getAll: (name) => answer[name.slice(2)] ?? [] }, shown);
    const [open] = openControls(shown, kept);
    if (open !== undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/a-${open.control}`, code: `skills.open-${open.why}` }]);
    const correct = mark(item, kept);
    if (!(await putCheckAnswer(ctx.db, id, place, kept, correct))) throw new Problem('conflict', 'learning.answered-already');
    const items = check.items.map((one) => (one.place === place ? { ...one, correct } : one));
    if (items.some((one) => one.correct === null)) return { ended: false };
    const passed = isPassed(check.pass, items);
    await finishCheck(ctx.db, id, passed, ctx.now);
    const score = { right: items.filter((one) => one.correct === true).length, of: items.length };
    const lived = { personId: check.personId, course: { id: check.courseId, version: check.courseVersion }, registration: check.enrolmentId };
    await recordLived(ctx, { ...lived, what: 'check-finished', lesson: check.lessonId, part: 'check', success: passed, score });
    if (passed) {
      await settleLesson(ctx, await ensureEnrolment(ctx, check.personId, check.courseId), check.lessonId);
      // A check passed again may renew a certification.
      await award(ctx, { personId: check.personId });
    }
    return { ended: true };
  },
});

async function ownCheck(ctx: Ctx, id: string): Promise<StoredCheck> {
  const check = found(await findCheck(ctx.db, id), 'learning.no-check');
  if (check.personId !== learnerOf(ctx)) throw new Problem('missing', 'learning.no-check');
  return check;
}

async function getItem(ctx: Ctx, { itemId, version }: { itemId: string; version: number }) {
  return found(await findItemVersion(ctx.db, itemId, version), 'learning.no-check');
}

async function resultsOf(ctx: Ctx, check: StoredCheck) {
  const results: { prompt: string; correct: boolean; rationale: string }[] = [];
  for (const one of check.items) {
    const item = await getItem(ctx, one);
    const words = ctx.locale === 'en' && item.text.en !== undefined ? item.text.en : item.text.vi;
    results.push({ prompt: words.prompt, correct: one.correct === true, rationale: words.rationale });
  }
  return results;
}
