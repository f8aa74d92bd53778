import { expect } from 'vitest';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, employ } from '#tests/town.ts';
import { learning, listCoursePeople, readEffect, readEnrolment, startCourse } from '../index.ts';
import { FIRST, learningTown } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

rolledBack('a figure of a course opens onto the very people it counts, begun and completed, page by page', async (tx) => {
  const { town, as, officer, complete } = await learningTown(tx);
  const people = await employ(tx, town.inner, 22);
  for (const person of people.slice(0, 11)) await complete(person, FIRST);
  for (const person of people.slice(11)) await perform(startCourse, as(person, 'official', town.inner), { course: FIRST });
  const effect = await perform(readEffect, officer(), { unitId: town.ward, course: FIRST });
  const asked = { unitId: town.ward, course: FIRST };
  const begun = await perform(listCoursePeople, officer(), { ...asked, which: 'begun' });
  expect([begun.total, begun.people.length, begun.pages]).toEqual([effect.begun, 20, 2]);
  const rest = await perform(listCoursePeople, officer(), { ...asked, which: 'begun', page: 2 });
  expect(new Set([...begun.people, ...rest.people].map(({ id }) => id)).size).toBe(22);
  const completed = await perform(listCoursePeople, officer(), { ...asked, which: 'completed' });
  expect([completed.total, completed.hours]).toEqual([effect.completed, effect.hours]);
  expect(completed.people.every(({ completedOn }) => completedOn !== null)).toBe(true);
});

rolledBack('fewer than ten people are not listed, and nobody lists people of a unit that is not theirs', async (tx) => {
  const { town, as, officer, complete } = await learningTown(tx);
  const people = await employ(tx, town.inner, 10);
  for (const person of people.slice(0, 9)) await complete(person, FIRST);
  const asked = { unitId: town.ward, course: FIRST, which: 'completed' as const };
  await expect(perform(listCoursePeople, officer(), asked)).rejects.toMatchObject({ kind: 'conflict', code: 'learning-who.effect-few' });
  await complete(people[9] ?? '', FIRST);
  expect((await perform(listCoursePeople, officer(), asked)).total).toBe(10);
  expect((await perform(listCoursePeople, as(town.hanh, 'head-of-unit', town.ward), asked)).total).toBe(10);
  await expect(perform(listCoursePeople, as(town.dung, 'head-of-unit', town.other), asked)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(listCoursePeople, as(town.binh, 'official', town.inner), asked)).rejects.toMatchObject({ kind: 'forbidden' });
});

rolledBack('an enrolment shows progress to whoever sees the team, and to nobody else', async (tx) => {
  const { town, as, binh } = await learningTown(tx);
  const { enrolment: id } = await perform(startCourse, binh(), { course: FIRST });
  const one = await perform(readEnrolment, as(town.hanh, 'head-of-unit', town.ward), { id });
  expect(one).toMatchObject({ name: 'Trần Văn Bình', staffCode: 'HN-0002', completedOn: null, hours: null, lessonsDone: 0, course: FIRST });
  expect(one.lessons).toBeGreaterThan(4);
  await expect(perform(readEnrolment, as(town.dung, 'head-of-unit', town.other), { id })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(readEnrolment, binh(), { id })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(readEnrolment, as(town.hanh, 'head-of-unit', town.ward), { id: town.city })).rejects.toMatchObject({ kind: 'missing' });
});
