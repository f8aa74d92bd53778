import { expect } from 'vitest';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { published, TEXT } from '#tests/authors.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  copyCourse,
  exportCourse,
  finishLesson,
  importCourse,
  learning,
  listPosts,
  moderatePost,
  readCourse,
  readDraftLesson,
  readLesson,
  withdrawPost,
  writePost,
} from '../index.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const WITH_DISCUSSION = `${TEXT}:::thao-luan Việc ở nơi anh chị
Câu hỏi: giấy tờ nào ở nơi anh chị **hay thiếu** nhất?
:::
`;

rolledBack('a lesson with a discussion closes only when its learner has written in it; an answer to somebody counts, words taken from view do not', async (tx) => {
  const { town, dung, hanh, as, course } = await published(tx, WITH_DISCUSSION);
  const lesson = (await perform(readCourse, dung(), { course })).modules.flatMap(({ lessons }) => lessons.map(({ id }) => id))[1] ?? '';
  const block = (await perform(readLesson, dung(), { course, lesson })).blocks.find(({ kind }) => kind === 'discussion');
  expect(block).toMatchObject({ heading: 'Việc ở nơi anh chị', discussion: { posts: 0, written: false } });
  const at = { course, lesson, block: block?.id ?? '' };
  await expect(perform(finishLesson, dung(), { course, lesson })).rejects.toMatchObject({ errors: [{ at: `/${at.block}`, code: 'learning.answer-first' }] });
  await expect(perform(writePost, dung(), { ...at, block: 'text-1', text: 'Ở đâu đó' })).rejects.toMatchObject({ kind: 'missing' });
  // What is said under the lesson at large is not said in the discussion.
  await perform(writePost, dung(), { course, lesson, text: 'Bài này có bản in không?' });
  await expect(perform(finishLesson, dung(), { course, lesson })).rejects.toMatchObject({ kind: 'invalid' });
  const mine = await perform(writePost, dung(), { ...at, text: 'Thiếu giấy ủy quyền.' });
  await perform(withdrawPost, dung(), { id: mine.id });
  await expect(perform(finishLesson, dung(), { course, lesson })).rejects.toMatchObject({ kind: 'invalid' });
  const other = await perform(writePost, hanh(), { ...at, text: 'Hay thiếu bản sao có chứng thực.' });
  await expect(perform(writePost, dung(), { course, lesson, answersId: other.id, text: 'Ở ngoài luồng' })).rejects.toMatchObject({ code: 'learning-who.post-not-open' });
  await perform(writePost, dung(), { ...at, answersId: other.id, text: 'Ở xã tôi cũng vậy.' });
  expect((await perform(readLesson, dung(), { course, lesson })).blocks.at(-1)?.discussion).toEqual({ posts: 2, written: true });
  expect(await perform(finishLesson, dung(), { course, lesson })).toEqual({ closed: true });
  const thread = await perform(listPosts, dung(), at);
  expect([thread.about?.title, thread.posts.length]).toEqual(['Việc ở nơi anh chị', 3]);
  expect(await perform(listPosts, dung(), { course, lesson })).toMatchObject({ about: null, threads: [{ block: at.block }], posts: [{ text: 'Bài này có bản in không?' }] });
  // Hidden by a moderator it counts for nobody, and the lesson of its author stays open.
  await perform(moderatePost, as(town.binh, 'training-officer', town.city), { id: other.id, hide: true, reason: 'Có thông tin của người dân' });
  await expect(perform(finishLesson, hanh(), { course, lesson })).rejects.toMatchObject({ errors: [{ at: `/${at.block}` }] });
});

rolledBack('a discussion leaves with its course and comes back the same, as a file and as a copy', async (tx) => {
  const { town, hanh, course } = await published(tx, WITH_DISCUSSION);
  const { content } = await perform(exportCourse, hanh(), { course });
  const lesson = (await perform(readCourse, hanh(), { course })).modules.flatMap(({ lessons }) => lessons.map(({ id }) => id))[1] ?? '';
  const made = [await perform(importCourse, hanh(), { unitId: town.ward, content }), await perform(copyCourse, hanh(), { course, unitId: town.ward, title: 'Bản sao' })];
  for (const { course: again } of made) {
    const { blocks } = (await perform(readDraftLesson, hanh(), { course: again, lesson })).lesson;
    expect(blocks.at(-1)).toMatchObject({ kind: 'discussion', fields: { title: 'Việc ở nơi anh chị', question: 'Câu hỏi: giấy tờ nào ở nơi anh chị **hay thiếu** nhất?' } });
  }
});
