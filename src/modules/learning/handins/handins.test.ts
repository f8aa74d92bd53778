import { expect } from 'vitest';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { published, TEXT } from '#tests/authors.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { contestMarks, finishLesson, handIn, learning, listHandIns, markHandIn, readCourse, readHandIn, readHandIns, readLesson, returnHandIn } from '../index.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const WITH_PAPER = `${TEXT}:::bai-nop Kế hoạch của anh chị
Viết kế hoạch nửa trang.
Tiêu chí: Đủ bước | thiếu nhiều | thiếu ít | đủ
Tiêu chí: Khả thi | không | một phần | có
Cách nộp: văn bản
Điểm đạt: 3
:::
`;

rolledBack('an assignment is handed in, given back, marked with reasons, contested once, decided by a second person; only then the lesson closes', async (tx) => {
  const { town, hanh, binh, as, course } = await published(tx, WITH_PAPER);
  const learner = () => as(town.binh, 'official', town.inner);
  const lesson = (await perform(readCourse, learner(), { course })).modules.flatMap(({ lessons }) => lessons.map(({ id }) => id))[1] ?? '';
  const block = (await perform(readLesson, learner(), { course, lesson })).blocks.find(({ kind }) => kind === 'assignment')?.id ?? '';
  const at = { course, lesson, block };
  await expect(perform(handIn, learner(), { ...at, text: 'ngắn' })).rejects.toMatchObject({ errors: [{ at: '/text', code: 'learning-handins.text-missing' }] });
  const first = await perform(handIn, learner(), { ...at, text: 'Kế hoạch của tôi gồm ba bước rõ ràng.' });
  await expect(perform(handIn, learner(), { ...at, text: 'Kế hoạch của tôi gồm bốn bước rõ ràng.' })).rejects.toMatchObject({ code: 'learning-handins.handed-in-already' });
  await perform(returnHandIn, hanh(), { id: first.id, reason: 'Thiếu thời hạn từng bước' });
  const { id } = await perform(handIn, learner(), { ...at, text: 'Kế hoạch của tôi gồm ba bước và thời hạn.' });
  expect(await perform(listHandIns, hanh(), {})).toMatchObject([{ id, attempt: 2, state: 'waiting' }]);
  expect(await perform(listHandIns, as(town.hanh, 'trainer', town.other), {})).toEqual([]);
  const mark = (level: 'low' | 'mid' | 'high') => ['c1', 'c2'].map((criterion) => ({ criterion, level, reason: 'Nêu rõ ở trang một' }));
  await expect(perform(markHandIn, hanh(), { id, marks: mark('mid').slice(1), comment: 'Khá tốt' })).rejects.toMatchObject({
    errors: [{ at: '/level-c1', code: 'learning-handins.mark-missing' }],
  });
  await expect(perform(markHandIn, as(town.binh, 'trainer'), { id, marks: mark('high'), comment: 'Tự chấm' })).rejects.toMatchObject({ code: 'learning-handins.own' });
  expect(await perform(finishLesson, learner(), { course, lesson })).toEqual({ closed: false });
  expect(await perform(markHandIn, hanh(), { id, marks: mark('mid'), comment: 'Khá tốt' })).toEqual({ points: 2, passed: false });
  await perform(contestMarks, learner(), { id, reason: 'Tiêu chí khả thi đã được nêu ở phần hai' });
  await expect(perform(markHandIn, hanh(), { id, marks: mark('high'), comment: 'Chấm lại' })).rejects.toMatchObject({ kind: 'forbidden', code: 'learning-handins.second-person' });
  expect((await perform(readHandIn, as(town.dung, 'trainer', town.city), { id })).mayMark).toBe(true);
  expect(await perform(markHandIn, as(town.dung, 'trainer', town.city), { id, marks: mark('high'), comment: 'Đủ và khả thi' })).toEqual({ points: 4, passed: true });
  await expect(perform(contestMarks, learner(), { id, reason: 'Tiêu chí khả thi đã được nêu ở phần hai' })).rejects.toMatchObject({ code: 'learning-handins.no-contest' });
  expect((await perform(readLesson, learner(), { course, lesson })).doneOn).toBe('2026-11-23');
  const { attempts, mayHandIn } = await perform(readHandIns, learner(), at);
  expect([attempts.map(({ state }) => state), mayHandIn]).toEqual([['passed', 'returned'], false]);
  expect(attempts[0]?.events.map(({ kind }) => kind)).toEqual(['marked', 'contested', 'decided']);
  // Another learner sees nothing of it.
  await expect(perform(contestMarks, binh(), { id: first.id, reason: 'Không phải bài của tôi nhưng vẫn thử' })).rejects.toMatchObject({ kind: 'conflict' });
});
