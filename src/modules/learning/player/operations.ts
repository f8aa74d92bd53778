import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { Answer, findLiveItems, PublicItem, publicItem } from '#modules/skills/index.ts';
import { getLesson } from '../courses/store.ts';
import { isAnswer, isAnswered, isFromBank, keptAnswer, markBlock } from '../courses/view.ts';
import { closed, CourseId, LessonId, nullable } from '../model.ts';
import { recordLived } from '../records/lessons.ts';
import { ensureEnrolment, learnerOf } from './acts.ts';
import { findEnrolment, listAnswers, noteProgress, putAnswer } from './store.ts';
import { findVersion } from '../courses/store.ts';

const BlockId = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Block of the lesson' });
const Where = { course: CourseId, lesson: LessonId };

/** Begins a course. */
export const startCourse = operation({
  name: 'learning.start-course',
  summary: 'Begin a course in its published version; who has begun it goes on where they were.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/start',
  permission: 'signed-in',
  input: Type.Object({ course: CourseId }, closed),
  output: Type.Object({ enrolment: Type.String({ description: 'Enrolment' }) }, closed),
  trace: (_input, { enrolment }) => ({ subject: enrolment }),
  run: async (ctx, { course }) => ({ enrolment: (await ensureEnrolment(ctx, learnerOf(ctx), course)).id }),
});

/** Answers a block of a lesson. */
export const answerBlock = operation({
  name: 'learning.answer-block',
  summary: 'Answer an exercise, situation, doing task or checklist of a lesson, as often as one likes; it counts for nothing and is the learner’s own.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/lessons/{lesson}/blocks/{block}/answers',
  permission: 'signed-in',
  input: Type.Object({ ...Where, block: BlockId, answer: Answer }, closed),
  output: Type.Object({ correct: nullable(Type.Boolean({ description: 'Whether it is right; null where nothing is right or wrong' })) }, closed),
  run: async (ctx, { course, lesson: lessonId, block: blockId, answer }) => {
    const enrolment = await ensureEnrolment(ctx, learnerOf(ctx), course);
    const lesson = await getLesson(ctx.db, course, enrolment.version, lessonId);
    const block = found(
      lesson.blocks.find((one) => one.id === blockId && isAnswered(one)),
      'learning.no-block',
    );
    const task = isFromBank(block) ? found((await findLiveItems(ctx.db, [block.item])).get(block.item), 'learning.no-block') : undefined;
    const kept = keptAnswer(block, answer, task);
    if (!isAnswer(block, kept)) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/${blockId}`, code: 'learning.answer-missing' }]);
    const correct = markBlock(block, kept, task);
    await putAnswer(ctx.db, { enrolmentId: enrolment.id, lessonId, blockId }, kept, correct, ctx.now);
    await noteProgress(ctx.db, enrolment.id, lessonId, blockId, ctx.now);
    const lived = { personId: enrolment.personId, course: { id: course, version: enrolment.version }, registration: enrolment.id };
    await recordLived(ctx, { ...lived, what: 'block-answered', lesson: lessonId, part: blockId, success: correct ?? undefined });
    return { correct };
  },
});

/** A doing task of a lesson. */
export const readTask = operation({
  name: 'learning.read-task',
  summary: 'A doing task of a lesson as it is played, without its key; after an answer also whether it was right, and why.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/lessons/{lesson}/tasks/{block}',
  permission: 'signed-in',
  input: Type.Object({ ...Where, block: BlockId }, closed),
  output: Type.Object(
    {
      lessonTitle: Type.String({ description: 'Title of the lesson' }),
      intro: Type.String({ description: 'Why this task here' }),
      item: PublicItem,
      answer: nullable(Answer),
      correct: nullable(Type.Boolean({ description: 'Whether the last answer was right' })),
      rationale: nullable(Type.String({ description: 'Why; after an answer' })),
    },
    closed,
  ),
  run: async (ctx, { course, lesson: lessonId, block: blockId }) => {
    const person = learnerOf(ctx);
    const version = found(await findVersion(ctx.db, course, person), 'learning.no-course');
    const lesson = await getLesson(ctx.db, course, version, lessonId);
    const block = lesson.blocks.find((one) => one.id === blockId);
    if (block === undefined || !isFromBank(block)) throw new Problem('missing', 'learning.no-block');
    const item = found((await findLiveItems(ctx.db, [block.item])).get(block.item), 'learning.no-block');
    const enrolment = await findEnrolment(ctx.db, person, course);
    const given = enrolment && (await listAnswers(ctx.db, enrolment.id, lessonId)).get(blockId);
    return {
      lessonTitle: ctx.locale === 'vi' ? lesson.title_vi : lesson.title_en,
      intro: block.intro ?? '',
      item: publicItem(item, ctx.locale),
      answer: given?.answer ?? null,
      correct: given?.correct ?? null,
      rationale: given === undefined ? null : item.text.vi.rationale,
    };
  },
});
