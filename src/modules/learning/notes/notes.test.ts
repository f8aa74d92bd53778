import { expect } from 'vitest';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { keepMark, learning, listMarks, listPosts, listReported, moderatePost, rateCourse, readEffect, readMark, reportPost, withdrawPost, writePost } from '../index.ts';
import { courseFiles, FIRST, learningTown } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);
const lesson = courseFiles[0]?.lessons[0]?.id ?? '';
const at = { course: FIRST, lesson };

rolledBack('bookmark and note are kept in place of the ones before, and are nobody else’s', async (tx) => {
  const { town, as, binh } = await learningTown(tx);
  await perform(keepMark, binh(), { ...at, kept: true, note: 'Hỏi lại anh Dũng' });
  await perform(keepMark, binh(), { ...at, kept: false, note: 'Đã hỏi' });
  expect(await perform(readMark, binh(), at)).toEqual({ kept: false, note: 'Đã hỏi' });
  expect(await perform(listMarks, binh(), {})).toMatchObject([{ lesson, note: 'Đã hỏi' }]);
  const dung = as(town.dung, 'training-officer', town.city);
  expect(await perform(readMark, dung, at)).toEqual({ kept: false, note: '' });
  expect(await perform(listMarks, dung, {})).toEqual([]);
  await expect(perform(keepMark, binh(), { course: FIRST, lesson: 'none', kept: true })).rejects.toMatchObject({ kind: 'missing' });
});

rolledBack('a question is answered under it; an answer cannot be answered', async (tx) => {
  const { town, as, binh } = await learningTown(tx);
  const hanh = as(town.hanh, 'head-of-unit', town.ward);
  const asked = await perform(writePost, binh(), { ...at, text: 'Quy trình này áp dụng từ ngày nào?' });
  const answer = await perform(writePost, hanh, { ...at, text: 'Từ tháng sau.', answersId: asked.id });
  const { posts } = await perform(listPosts, binh(), at);
  expect(posts.map(({ id, answersId, own }) => ({ id, answersId, own }))).toEqual([
    { id: asked.id, answersId: null, own: true },
    { id: answer.id, answersId: asked.id, own: false },
  ]);
  await expect(perform(writePost, binh(), { ...at, text: 'Cảm ơn chị.', answersId: answer.id })).rejects.toMatchObject({ code: 'learning-who.post-not-open' });
  await expect(perform(withdrawPost, hanh, { id: asked.id })).rejects.toMatchObject({ kind: 'missing' });
  await perform(withdrawPost, binh(), { id: asked.id });
  expect((await perform(listPosts, hanh, at)).posts[0]).toMatchObject({ state: 'withdrawn', text: null });
});

rolledBack('what is reported reaches the moderator of the unit, who hides it with a reason that its author reads', async (tx) => {
  const { town, as, officer, binh } = await learningTown(tx);
  const { id } = await perform(writePost, binh(), { ...at, text: 'Số điện thoại của công dân là …' });
  const hanh = as(town.hanh, 'head-of-unit', town.ward);
  await perform(reportPost, hanh, { id, reason: 'Có thông tin của người dân' });
  await expect(perform(reportPost, binh(), { id, reason: 'Của chính tôi' })).rejects.toMatchObject({ kind: 'conflict' });
  await expect(perform(listReported, hanh, {})).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await perform(listReported, officer(), {})).toMatchObject([{ id, reports: ['Có thông tin của người dân'] }]);
  expect(await perform(listReported, as(town.dung, 'training-officer', town.other), {})).toEqual([]);
  await expect(perform(moderatePost, officer(), { id, hide: true })).rejects.toMatchObject({ errors: [{ code: 'learning-who.decision-missing' }] });
  await expect(perform(moderatePost, as(town.dung, 'trainer', town.other), { id, hide: true, reason: 'Ngoài phạm vi' })).rejects.toMatchObject({ kind: 'forbidden' });
  await perform(moderatePost, officer(), { id, hide: true, reason: 'Có thông tin của người dân' });
  expect((await perform(listPosts, hanh, at)).posts[0]).toMatchObject({ state: 'hidden', text: null, reason: null });
  expect((await perform(listPosts, binh(), at)).posts[0]).toMatchObject({ state: 'hidden', reason: 'Có thông tin của người dân' });
  await perform(moderatePost, officer(), { id, hide: false });
  expect((await perform(listPosts, hanh, at)).posts[0]).toMatchObject({ state: 'shown' });
});

rolledBack('nobody writes more than twenty posts a day', async (tx) => {
  const { binh } = await learningTown(tx);
  for (let n = 0; n < 20; n++) await perform(writePost, binh(), { ...at, text: `Ý kiến ${n}` });
  await expect(perform(writePost, binh(), { ...at, text: 'Thêm một ý' })).rejects.toMatchObject({ kind: 'limit' });
});

rolledBack('a completed course is rated; figures of fewer than ten people are not shown', async (tx) => {
  const { town, as, officer, binh, complete } = await learningTown(tx);
  await expect(perform(rateCourse, binh(), { course: FIRST, useful: 5, applied: 4 })).rejects.toMatchObject({ code: 'learning.not-completed' });
  await complete(town.binh, FIRST);
  await perform(rateCourse, binh(), { course: FIRST, useful: 5, applied: 4 });
  expect(await perform(readEffect, officer(), { unitId: town.city, course: FIRST })).toEqual({
    begun: null,
    completed: null,
    hours: null,
    rated: null,
    classes: { answers: 0, content: null, trainer: null, later: 0, used: null },
    learned: null,
    compared: null,
    added: null,
  });
  await expect(perform(readEffect, as(town.hanh, 'head-of-unit', town.ward), { unitId: town.ward, course: FIRST })).rejects.toMatchObject({ kind: 'forbidden' });
});
