import { expect } from 'vitest';
import { readCourses } from '#content/learning/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { findItemVersion, loadBank, skills } from '#modules/skills/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown } from '#tests/town.ts';
import { loadCourse, loadCourses } from '../courses/load.ts';
import {
  answerBlock,
  assignCourse,
  recordLearned,
  type Learned,
  answerCheck,
  learning,
  listCourses,
  printCertificate,
  printTranscript,
  readCheck,
  readCourse,
  readGuide,
  readLesson,
  readSheet,
  readTask,
  readTranscript,
  startCheck,
  startCourse,
} from '../index.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);
const files = readCourses(process.cwd());
const [file] = files;
const COURSE = file?.course.id ?? '';
const [LESSON = '', SECOND = ''] = file?.lessons.map(({ id }) => id) ?? [];

async function school(tx: Db) {
  const town = await makeTown(tx);
  await loadBank(testCtx(tx));
  await loadCourses(testCtx(tx));
  const as = (person: string, role = 'official', unitId = town.inner): Ctx => testCtx(tx, { actor: actorWith(person, { role, unitId }) });
  return { town, as, binh: () => as(town.binh) };
}

/** The answer that an item of the bank is right with, from its key. */
function rightAnswer(item: NonNullable<Awaited<ReturnType<typeof findItemVersion>>>): Record<string, string[]> {
  const { key } = item;
  if (item.kind === 'order' && Array.isArray(key)) return Object.fromEntries(key.map((id, at) => [id, [String(at + 1)]]));
  if (Array.isArray(key)) return { answer: key };
  if ('number' in key) return { answer: [String(key.number)] };
  if ('text' in key && !Array.isArray(key.text)) return { answer: [item.text.vi.accept?.[0] ?? ''] };
  return Object.fromEntries(Object.entries(key).map(([id, values]) => [id, Array.isArray(values) ? values.slice(0, 1) : []]));
}

/** Takes the closing check of a lesson with right answers, or with right ones only to the last item. */
async function passLesson(ctx: () => Ctx, lesson: string, right = true): Promise<string> {
  const { id } = await perform(startCheck, ctx(), { course: COURSE, lesson });
  const items = await all(
    ctx().db,
    sql<{ place: number; itemId: string; version: number }>`
    select item.place, item.item_id as "itemId", item.item_version as version
    from learning.lesson_check_item as item
    where item.check_id = ${id}
    order by item.place`,
  );
  // What a wrong answer looks like differs with the kind; that it is wrong is what counts here.
  if (!right) await all(ctx().db, sql`update learning.lesson_check_item as item set answer = '{}', correct = false where item.check_id = ${id} and item.place < ${items.length}`);
  for (const { place, itemId, version } of right ? items : items.slice(-1)) {
    const item = await findItemVersion(ctx().db, itemId, version);
    if (item === undefined) throw new Error('no item');
    await perform(answerCheck, ctx(), { id, place, answer: rightAnswer(item) });
  }
  return id;
}

rolledBack('the five courses are loaded once, and a new wording becomes a version that leaves learners where they are', async (tx) => {
  const { binh } = await school(tx);
  await loadCourses(testCtx(tx));
  const versions = () =>
    all(
      tx,
      sql<{
        id: string;
        version: number;
        state: string;
      }>`select version.course_id as id, version.version, version.state from learning.course_version as version order by version.course_id, version.version`,
    );
  expect((await versions()).map(({ version, state }) => [version, state])).toEqual(files.map(() => [1, 'published']));
  await perform(startCourse, binh(), { course: COURSE });
  if (file === undefined) throw new Error('no course');
  const changed = structuredClone(file);
  changed.course.title_vi = 'Tên mới';
  expect(await loadCourse(tx, changed)).toBe(2);
  expect(await loadCourse(tx, changed)).toBeUndefined();
  expect((await perform(readCourse, binh(), { course: COURSE })).version).toBe(1);
  const other = (await perform(listCourses, testCtx(tx), {})).find(({ id }) => id === COURSE);
  expect(other?.title).toBe('Tên mới');
});

rolledBack('what the city has changed is never overwritten: the shipped wording waits as a draft', async (tx) => {
  await school(tx);
  await all(tx, sql`update learning.course_version set origin = 'local', digest = 'x' where course_version.course_id = ${COURSE}`);
  if (file === undefined) throw new Error('no course');
  const changed = structuredClone(file);
  changed.course.title_vi = 'Tên mới';
  await loadCourse(tx, changed);
  const row = await one(tx, sql<{ state: string }>`select version.state from learning.course_version as version where version.course_id = ${COURSE} and version.version = 2`);
  expect(row?.state).toBe('draft');
});

rolledBack('a lesson shows no key before the answer, and afterwards what is said to it', async (tx) => {
  const { binh } = await school(tx);
  const where = { course: COURSE, lesson: LESSON };
  const before = await perform(readLesson, binh(), where);
  expect(before.blocks.every(({ result, answer }) => result === null && answer === null)).toBe(true);
  const lesson = file?.lessons[0];
  for (const block of lesson?.blocks ?? []) {
    if (block.kind === 'exercise') expect(JSON.stringify(before)).not.toContain(block.item.text.vi.rationale);
    if (block.kind === 'situation') expect(JSON.stringify(before)).not.toContain(JSON.stringify(block.ends).slice(1, 40));
  }
  const situation = lesson?.blocks.find(({ kind }) => kind === 'situation');
  if (situation?.kind !== 'situation') throw new Error('no situation');
  const worse = situation.choices.find(({ best }) => !best)?.id ?? '';
  await expect(perform(answerBlock, binh(), { ...where, block: situation.id, answer: {} })).rejects.toMatchObject({ errors: [{ code: 'learning.answer-missing' }] });
  await expect(perform(answerBlock, binh(), { ...where, block: situation.id, answer: { answer: ['none'] } })).rejects.toMatchObject({ kind: 'invalid' });
  expect(await perform(answerBlock, binh(), { ...where, block: situation.id, answer: { answer: [worse] } })).toEqual({ correct: false });
  const after = await perform(readLesson, binh(), where);
  expect(after.blocks.find(({ id }) => id === situation.id)?.result?.correct).toBe(false);
  expect(after.lastBlock).toBe(situation.id);
  const best = situation.choices.find((choice) => choice.best)?.id ?? '';
  expect(await perform(answerBlock, binh(), { ...where, block: situation.id, answer: { answer: [best] } })).toEqual({ correct: true });
});

rolledBack('each act of a learner is told to the learning record store once, with its name and never the answer', async (tx) => {
  const { binh } = await school(tx);
  const where = { course: COURSE, lesson: LESSON };
  const { enrolment } = await perform(startCourse, binh(), { course: COURSE });
  const situation = file?.lessons[0]?.blocks.find(({ kind }) => kind === 'situation');
  if (situation?.kind !== 'situation') throw new Error('no situation');
  await perform(answerBlock, binh(), { ...where, block: situation.id, answer: { answer: [situation.choices[0]?.id ?? ''] } });
  await passLesson(binh, LESSON, false);
  await passLesson(binh, LESSON);
  const rows = await all(tx, sql<{ body: string }>`select statement.body from learning.statement order by statement.place`);
  const told = rows.map(({ body }) => JSON.parse(body));
  expect(told.map(({ verb }) => verb.id.split('/').pop())).toEqual(['registered', 'answered', 'failed', 'passed', 'completed']);
  expect(new Set(told.map(({ actor, context }) => `${actor.account.name} ${context.registration}`)).size).toBe(1);
  expect(told[0].context.registration).toBe(enrolment);
  expect(told.map(({ object }) => object.definition.name.vi)).toEqual([
    file?.course.title_vi,
    ...[1, 2, 3, 4].map(() => expect.stringContaining(file?.lessons[0]?.title_vi ?? '?')),
  ]);
  expect(Object.keys(told[1].result)).toEqual(['success']);
  expect(told[3].result).toMatchObject({ success: true, score: { scaled: 1 } });
  expect(rows.some(({ body }) => body.includes('Bình') || body.includes('HN-0002'))).toBe(false);
});

rolledBack('the right answers of every exercise and doing task of every lesson are right', async (tx) => {
  const { binh } = await school(tx);
  let tasks = 0;
  for (const { course, lessons } of files) {
    for (const lesson of lessons) {
      for (const block of lesson.blocks) {
        if (block.kind === 'exercise') {
          const item = { ...block.item, id: '1.1-x', family: '1.1-x', competence: '1.1', outcome_vi: '', outcome_en: '', band: 1, difficulty: 0, for: 'both' as const };
          expect(await perform(answerBlock, binh(), { course: course.id, lesson: lesson.id, block: block.id, answer: rightAnswer(item) }), `${lesson.id}/${block.id}`).toEqual({
            correct: true,
          });
        } else if (block.kind === 'task') {
          const { item } = await perform(readTask, binh(), { course: course.id, lesson: lesson.id, block: block.id });
          expect(JSON.stringify(item)).not.toContain('rationale');
          tasks += 1;
        }
      }
    }
  }
  expect(tasks).toBeGreaterThan(10);
});

rolledBack('a failed check leaves the lesson open and draws anew; a passed one closes it', async (tx) => {
  const { binh, as, town } = await school(tx);
  const failed = await passLesson(binh, LESSON, false);
  expect((await perform(readCheck, binh(), { id: failed })).passed).toBe(false);
  expect((await perform(readLesson, binh(), { course: COURSE, lesson: LESSON })).doneOn).toBeNull();
  const passed = await passLesson(binh, LESSON);
  expect(passed).not.toBe(failed);
  expect((await perform(readCheck, binh(), { id: passed })).passed).toBe(true);
  expect((await perform(readLesson, binh(), { course: COURSE, lesson: LESSON })).doneOn).toBe('2026-11-23');
  const line = (await perform(listCourses, binh(), {})).find(({ id }) => id === COURSE);
  expect([line?.done, line?.state, line?.next]).toEqual([1, 'begun', SECOND]);
  await expect(perform(readCheck, as(town.dung), { id: passed })).rejects.toMatchObject({ kind: 'missing' });
  await expect(perform(answerCheck, binh(), { id: passed, place: 1, answer: { answer: ['a'] } })).rejects.toMatchObject({ code: 'learning.answered-already' });
});

rolledBack('with the last lesson the course is completed in the unit of that day, with its hours, a certificate and a transcript', async (tx) => {
  const { binh, town } = await school(tx);
  await expect(perform(printCertificate, binh(), { course: COURSE })).rejects.toMatchObject({ code: 'learning.not-completed' });
  for (const { id } of file?.lessons ?? []) await passLesson(binh, id);
  const facts = await all(
    tx,
    sql<{ kind: string; unit_id: string; value: number }>`select fact.kind, fact.unit_id, fact.value from kernel.fact where fact.kind = 'learning.course-completed'`,
  );
  const minutes = (file?.lessons ?? []).reduce((sum, lesson) => sum + lesson.minutes, 0);
  expect(facts).toEqual([{ kind: 'learning.course-completed', unit_id: town.inner, value: Math.round(minutes / 6) / 10 }]);
  const { completed, hours, countedHours, certified } = await perform(readTranscript, binh(), {});
  expect([countedHours, certified]).toEqual([Math.round(minutes / 6) / 10, []]);
  expect([completed.map(({ course }) => course), hours]).toEqual([[COURSE], facts[0]?.value]);
  for (const { content } of [await perform(printCertificate, binh(), { course: COURSE }), await perform(printTranscript, binh(), {})]) {
    expect(Buffer.from(content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  }
});

rolledBack('the sheet is for everybody, the guide for who teaches, a course for who is signed in', async (tx) => {
  const { as, town, binh } = await school(tx);
  const where = { course: COURSE, lesson: LESSON };
  expect((await perform(readSheet, binh(), where)).keep.length).toBeGreaterThan(2);
  await expect(perform(readGuide, binh(), where)).rejects.toMatchObject({ kind: 'forbidden' });
  expect((await perform(readGuide, as(town.hanh, 'trainer', town.ward), where)).plan.length).toBeGreaterThan(2);
  await expect(perform(readLesson, testCtx(tx, { actor: ANONYMOUS }), where)).rejects.toMatchObject({ code: 'operation.sign-in-first' });
  await expect(perform(readLesson, binh(), { course: COURSE, lesson: 'none' })).rejects.toMatchObject({ code: 'learning.no-lesson' });
});

rolledBack('what was learned earlier is entered on its days, closes what was assigned, and is entered once', async (tx) => {
  const { town, binh, as } = await school(tx);
  const officer = as(town.dung, 'training-officer', town.city);
  await perform(assignCourse, officer, { course: COURSE, unitId: town.city, audience: { include: [{}], exclude: [] }, starts: '2026-11-23', dueDays: 5, reason: 'Kế hoạch thử' });
  const learned: Learned[] = [
    { personId: town.binh, course: COURSE, startedOn: '2026-10-01', completedOn: '2026-10-12', lessons: 1 },
    { personId: town.dung, course: COURSE, startedOn: '2026-10-02', completedOn: null, lessons: 2 },
    { personId: town.gone, course: COURSE, startedOn: '2026-10-02', completedOn: null, lessons: 2 },
  ];
  expect(await recordLearned(testCtx(tx), learned)).toBe(2);
  expect(await recordLearned(testCtx(tx), learned)).toBe(0);
  expect((await perform(readTranscript, binh(), {})).completed.map(({ completedOn }) => completedOn)).toEqual(['2026-10-12']);
  const line = (await perform(listCourses, officer, {})).find(({ id }) => id === COURSE);
  expect([line?.state, line?.done]).toEqual(['begun', 2]);
  const row = await one(tx, sql<{ n: number }>`select count(*) as n from learning.assigned where assigned.completed_on = '2026-10-12'`);
  expect(row?.n).toBe(1);
  const facts = await all(
    tx,
    sql<{ kind: string; n: number }>`select fact.kind, count(*) as n from kernel.fact where starts_with(fact.kind, 'learning.') group by fact.kind order by fact.kind`,
  );
  const lessons = file?.lessons.length ?? 0;
  expect(facts).toEqual([
    { kind: 'learning.assigned', n: 3 },
    { kind: 'learning.assignment-changed', n: 1 },
    { kind: 'learning.course-completed', n: 1 },
    { kind: 'learning.course-started', n: 2 },
    { kind: 'learning.hours-counted', n: lessons + 2 },
    { kind: 'learning.lesson-completed', n: lessons + 2 },
  ]);
});
