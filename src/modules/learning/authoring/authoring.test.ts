import { expect } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { one, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { drafted, house, published } from '#tests/authors.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  answerBlock,
  archiveCourse,
  assignCourse,
  changeBlocks,
  changeOutline,
  createCourse,
  discardDraft,
  finishLesson,
  learning,
  listCourses,
  moveToNewest,
  openDraft,
  previewLesson,
  publishDraft,
  readCourse,
  readDraft,
  readDraftLesson,
  readLesson,
  returnDraft,
  saveBlock,
  saveLesson,
  saveOutline,
  startCourse,
  submitDraft,
  withdrawDraft,
} from '../index.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

rolledBack('a course is written, submitted, sent back, reviewed by a second person, published, assigned and learned to its end', async (tx) => {
  const { town, hanh, binh, dung, as, course } = await drafted(tx);
  expect((await perform(readDraft, hanh(), { course })).faults).toEqual([]);
  await perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' });
  await expect(perform(publishDraft, as(town.hanh, 'training-officer'), { course, learners: 'finish', note: 'Tự duyệt' })).rejects.toMatchObject({
    code: 'learning-authoring.own-work',
  });
  await perform(returnDraft, binh(), { course, reason: 'Thêm ví dụ ở bài hai' });
  await perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' });
  expect((await listAwaiting(binh(), [learning])).map(({ key }) => key)).toContain('learning-authoring.awaiting');
  expect((await listAwaiting(as(town.hanh, 'training-officer'), [learning])).map(({ key }) => key)).not.toContain('learning-authoring.awaiting');
  expect(await perform(publishDraft, binh(), { course, learners: 'finish', note: 'Đã đọc hết' })).toEqual({ version: 1, moved: 0 });
  expect((await perform(listCourses, dung(), {})).find(({ id }) => id === course)).toMatchObject({ reviewed: true, lessons: 2, author: 'Phường Ba Đình' });
  const assigned = await perform(assignCourse, as(town.binh, 'training-officer', town.city), {
    course,
    unitId: town.city,
    audience: { include: [{ postKinds: ['staff'] }], exclude: [] },
    starts: '2026-11-23',
    dueDays: 10,
    reason: 'Kế hoạch năm',
  });
  expect(assigned.people).toBe(2);
  await perform(startCourse, dung(), { course });
  const [first = '', second = ''] = (await perform(readCourse, dung(), { course })).modules.flatMap(({ lessons }) => lessons.map(({ id }) => id));
  const lesson = await perform(readLesson, dung(), { course, lesson: first });
  expect(lesson.checkItems).toBe(0);
  const exercise = lesson.blocks.find(({ kind }) => kind === 'exercise')?.id ?? '';
  await expect(perform(finishLesson, dung(), { course, lesson: first })).rejects.toMatchObject({ errors: [{ at: `/${exercise}`, code: 'learning.answer-first' }] });
  expect(await perform(answerBlock, dung(), { course, lesson: first, block: exercise, answer: { answer: ['b'] } })).toEqual({ correct: true });
  expect(await perform(finishLesson, dung(), { course, lesson: first })).toEqual({ closed: true });
  expect(await perform(finishLesson, dung(), { course, lesson: second })).toEqual({ closed: true });
  expect((await perform(readCourse, dung(), { course })).line.state).toBe('done');
  const line = await one(tx, sql<{ done: string | null }>`select assigned.completed_on::text as done from learning.assigned where assigned.person_id = ${town.dung}`);
  expect(line?.done).toBe('2026-11-23');
});

rolledBack('what is missing is named with its place, and a draft with faults is not submitted', async (tx) => {
  const { hanh, town } = await house(tx);
  const { course } = await perform(createCourse, hanh(), { unitId: town.ward, title: 'Khóa thử', programme: 'digital-society' });
  const { lesson } = await perform(changeOutline, hanh(), { course, revision: 1, act: 'add-lesson', module: 'chuong-1', title: 'Bài một' });
  const at = { course, lesson: lesson ?? '' };
  const added = await perform(changeBlocks, hanh(), { ...at, revision: 1, act: 'add', kind: 'link' });
  await perform(saveBlock, hanh(), { ...at, revision: added.revision, block: added.block ?? '', fields: { title: 'Cổng', href: 'javascript:alert(1)' } });
  const { faults } = await perform(readDraft, hanh(), { course });
  expect(faults.map(({ lesson: where, field, code }) => [where === null, field, code.replace('learning-authoring.fault-', '')])).toEqual([
    [true, 'summary', 'empty'],
    [true, 'forWhom', 'empty'],
    [false, 'summary', 'empty'],
    [false, 'href', 'address'],
  ]);
  await expect(perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' })).rejects.toMatchObject({ code: 'learning-authoring.not-ready', values: { n: 4 } });
  // What is not finished is not shown in the preview.
  expect(await perform(previewLesson, hanh(), at)).toMatchObject({ leftOut: 1, blocks: [] });
});

rolledBack('of two authors at once the second one is told who was faster, and nothing is lost', async (tx) => {
  const { town, hanh, as, course } = await drafted(tx);
  const other = () => as(town.binh, 'trainer');
  const lesson = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons[0] ?? '';
  const { revision } = await perform(readDraftLesson, hanh(), { course, lesson });
  const saved = await perform(saveLesson, hanh(), { course, lesson, revision, fields: { minutes: '9' } });
  const late = { course, lesson, revision, fields: { minutes: '20' } };
  await expect(perform(saveLesson, other(), late)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'learning-authoring.saved-meanwhile',
    values: { name: 'Nguyễn Thị Minh Hạnh' },
  });
  expect((await perform(readDraftLesson, hanh(), { course, lesson })).lesson.fields['minutes']).toBe('9');
  // Another lesson of the same course has a lock of its own.
  const second = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons[1] ?? '';
  await perform(saveLesson, other(), { course, lesson: second, revision: 1, fields: { minutes: '7' } });
  await expect(perform(saveOutline, other(), { course, revision: 9, fields: { title: 'Khác' } })).rejects.toMatchObject({ code: 'learning-authoring.outline-meanwhile' });
  expect(saved.revision).toBe(revision + 1);
});

rolledBack('blocks are moved, copied and removed, and an earlier state of the lesson comes back', async (tx) => {
  const { hanh, course } = await drafted(tx);
  const lesson = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons[0] ?? '';
  const ids = async () => (await perform(readDraftLesson, hanh(), { course, lesson })).lesson.blocks.map(({ id }) => id);
  const before = await ids();
  const act = async (name: 'down' | 'copy' | 'remove', block: string) => {
    const { revision } = await perform(readDraftLesson, hanh(), { course, lesson });
    return perform(changeBlocks, hanh(), { course, lesson, revision, act: name, block });
  };
  await act('down', before[0] ?? '');
  expect(await ids()).toEqual(before.toReversed());
  const { block } = await act('copy', before[1] ?? '');
  expect(await ids()).toEqual([before[1], block, before[0]]);
  await act('remove', before[0] ?? '');
  const { history, revision } = await perform(readDraftLesson, hanh(), { course, lesson });
  await perform(changeBlocks, hanh(), { course, lesson, revision, act: 'restore', to: history.at(-1)?.revision ?? 0 });
  expect(await ids()).toEqual(before);
  await expect(perform(changeBlocks, hanh(), { course, lesson, revision: revision + 1, act: 'restore', to: 999 })).rejects.toMatchObject({ code: 'learning-authoring.no-earlier' });
});

rolledBack('who has begun a version finishes it or moves; lessons in both stay done; `move` moves all who are not done', async (tx) => {
  const { town, hanh, binh, dung, as, course } = await published(tx);
  const gone = () => as(town.hanh, 'official');
  const lessons = (await perform(readCourse, dung(), { course })).modules.flatMap((module) => module.lessons.map(({ id }) => id));
  for (const learner of [dung, gone]) {
    await perform(startCourse, learner(), { course });
    await perform(finishLesson, learner(), { course, lesson: lessons[1] ?? '' });
  }
  const next = async (learners: 'finish' | 'move') => {
    await perform(openDraft, hanh(), { course });
    const { revision, outline } = await perform(readDraft, hanh(), { course });
    const { lesson } = await perform(changeOutline, hanh(), { course, revision, act: 'add-lesson', module: outline.modules[0]?.id ?? '', title: 'Bài mới' });
    const at = { course, lesson: lesson ?? '' };
    const { block, revision: then } = await perform(changeBlocks, hanh(), { ...at, revision: 1, act: 'add', kind: 'text' });
    await perform(saveBlock, hanh(), { ...at, revision: then, block: block ?? '', fields: { text: 'Nội dung mới.' } });
    await perform(saveLesson, hanh(), { ...at, revision: then + 1, fields: { summary: 'Mới' } });
    await perform(submitDraft, hanh(), { course, changed: 'Thêm một bài' });
    return perform(publishDraft, binh(), { course, learners, note: 'Đã đọc hết' });
  };
  expect(await next('finish')).toEqual({ version: 2, moved: 0 });
  expect(await perform(readCourse, dung(), { course })).toMatchObject({ version: 1, newer: 2, line: { lessons: 2 } });
  expect(await perform(moveToNewest, dung(), { course })).toEqual({ version: 2 });
  expect(await perform(readCourse, dung(), { course })).toMatchObject({ version: 2, newer: null, line: { lessons: 3, done: 1 } });
  await expect(perform(moveToNewest, dung(), { course })).rejects.toMatchObject({ code: 'learning.newest-already' });
  expect(await next('move')).toEqual({ version: 3, moved: 2 });
  expect(await perform(readCourse, gone(), { course })).toMatchObject({ version: 3, line: { lessons: 4, done: 1 }, changes: [{ version: 1 }, { version: 2 }, { version: 3 }] });
});

rolledBack('an archived course is begun by nobody and comes back; a draft is thrown away', async (tx) => {
  const { hanh, binh, dung, course } = await published(tx);
  await perform(archiveCourse, binh(), { course, archived: true, note: 'Đã lỗi thời' });
  await expect(perform(startCourse, dung(), { course })).rejects.toMatchObject({ code: 'learning.no-course' });
  await expect(perform(archiveCourse, binh(), { course, archived: true, note: 'Lần nữa' })).rejects.toMatchObject({ kind: 'conflict' });
  await perform(archiveCourse, binh(), { course, archived: false, note: 'Vẫn cần' });
  await perform(startCourse, dung(), { course });
  await perform(openDraft, hanh(), { course });
  await expect(perform(openDraft, hanh(), { course })).rejects.toMatchObject({ code: 'learning-authoring.has-draft' });
  expect(await perform(discardDraft, hanh(), { course })).toEqual({ left: true });
});

rolledBack('nobody changes a draft in review, and authors take it back', async (tx) => {
  const { hanh, course } = await drafted(tx);
  await perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' });
  await expect(perform(saveOutline, hanh(), { course, revision: 1, fields: { title: 'Khác' } })).rejects.toMatchObject({ code: 'learning-authoring.in-review' });
  await expect(perform(discardDraft, hanh(), { course })).rejects.toMatchObject({ code: 'learning-authoring.in-review' });
  await perform(withdrawDraft, hanh(), { course });
  await perform(saveOutline, hanh(), { course, revision: 1, fields: { title: 'Khác' } });
});

rolledBack('roles and units: who may write, review and mark', async (tx) => {
  const { town, as, course } = await drafted(tx);
  const attempts: [string, string, string, boolean][] = [
    ['official', town.ward, 'read', false],
    ['head-of-unit', town.ward, 'read', false],
    ['trainer', town.other, 'read', false],
    ['trainer', town.ward, 'read', true],
    ['training-officer', town.city, 'read', true],
    ['trainer', town.ward, 'return', false],
  ];
  for (const [role, unitId, what, allowed] of attempts) {
    const ctx = as(town.dung, role, unitId);
    const work = what === 'read' ? perform(readDraft, ctx, { course }) : perform(returnDraft, ctx, { course, reason: 'Cần sửa thêm' });
    if (allowed) await work;
    else await expect(work, `${role} ${what}`).rejects.toMatchObject({ kind: 'forbidden' });
  }
});
