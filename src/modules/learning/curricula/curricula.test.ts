import { expect } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { giveResult, SURE } from '../../skills/groups/testing.ts';
import { learningAwaiting } from '../assignment/awaiting.ts';
import { assignCourse, checkCompletion, endCurriculum, learning, listCurricula, listMyLearning, readCertificationBadge, readCurriculum, startCourse } from '../index.ts';
import { FIRST, learningTown, SECOND } from '../testing.ts';
import { award, tellRenewable } from './award.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

rolledBack('all mandatory courses lead to a certification, which closes what was assigned, once', async (tx) => {
  const { town, officer, binh, complete, curriculum } = await learningTown(tx);
  const { id } = await curriculum();
  const given = { curriculum: id, unitId: town.city, audience: { include: [{}], exclude: [] }, starts: TODAY, dueDays: 10, reason: 'Kế hoạch thử' };
  expect((await perform(assignCourse, officer(), given)).people).toBe(3);
  expect(await listAwaiting(binh(), [{ awaits: learningAwaiting }])).toMatchObject([{ href: `/learning/curricula/${id}`, hint: { key: 'learning-who.awaiting-why' } }]);
  await complete(town.binh, FIRST);
  expect(await perform(readCurriculum, binh(), { id })).toMatchObject({ line: { met: 1, held: null }, parts: [{ state: 'met', how: 'course' }, { state: 'open' }] });
  await complete(town.binh, SECOND);
  expect((await perform(readCurriculum, binh(), { id })).held).toMatchObject([{ validFrom: TODAY, validTo: '2028-11-23', state: 'valid', way: 'completed' }]);
  expect(await perform(listMyLearning, binh(), {})).toMatchObject([{ curriculum: id, course: null, state: 'done' }]);
  expect(await award(officer())).toBe(0);
});

rolledBack('a course waits for the one before it while the curriculum is assigned', async (tx) => {
  const { town, officer, binh, complete, curriculum } = await learningTown(tx);
  const { id } = await curriculum();
  await perform(startCourse, officer(), { course: SECOND });
  await perform(assignCourse, officer(), { curriculum: id, unitId: town.city, audience: { include: [{}], exclude: [] }, starts: TODAY, dueDays: 10, reason: 'Kế hoạch thử' });
  await expect(perform(startCourse, binh(), { course: SECOND })).rejects.toMatchObject({ kind: 'conflict', code: 'learning-who.first' });
  expect((await perform(readCurriculum, binh(), { id })).parts).toMatchObject([{ state: 'open' }, { state: 'waits' }]);
  await complete(town.binh, FIRST);
  await perform(startCourse, binh(), { course: SECOND });
});

rolledBack('a skills check that is sure of the level replaces a course; one that is not does not', async (tx) => {
  const { town, binh, complete, curriculum } = await learningTown(tx);
  const parts = [
    { course: FIRST, need: 'mandatory' },
    { course: SECOND, need: 'mandatory', testArea: '3', testLevel: 2 },
  ];
  const { id } = await curriculum({ parts });
  await complete(town.binh, FIRST);
  await giveResult(tx, town.binh, town.inner, addDays(TODAY, -40), SURE[1] ?? []);
  await award(binh());
  expect((await perform(readCurriculum, binh(), { id })).line.held).toBeNull();
  await giveResult(tx, town.binh, town.inner, addDays(TODAY, -20), SURE[2] ?? []);
  await award(binh());
  expect(await perform(readCurriculum, binh(), { id })).toMatchObject({
    line: { held: { state: 'valid' } },
    parts: [{}, { state: 'met', how: 'measured', metOn: addDays(TODAY, -20) }],
  });
});

rolledBack('optional courses count up to the number needed', async (tx) => {
  const { town, binh, complete, curriculum } = await learningTown(tx);
  const { id } = await curriculum({ parts: [FIRST, SECOND].map((course) => ({ course, need: 'optional' })), optionalNeeded: 1 });
  await complete(town.binh, SECOND);
  const line = async () => (await perform(listCurricula, binh(), {})).find((one) => one.id === id);
  expect(await line()).toMatchObject({ parts: 2, needed: 1, met: 1, held: { state: 'valid' } });
  await complete(town.binh, FIRST);
  expect(await line()).toMatchObject({ needed: 1, met: 1 });
});

rolledBack('a certification is renewed within its window without losing a day, told once, and later with the gap in view', async (tx) => {
  const { town, officer, binh, complete, curriculum } = await learningTown(tx);
  const { id } = await curriculum({
    parts: [{ course: FIRST, need: 'mandatory' }],
    renewals: [
      { kind: 'course', course: SECOND },
      { kind: 'hours', minutes: 60_000 },
    ],
  });
  await complete(town.binh, FIRST);
  const before = '2028-09-01';
  expect(await tellRenewable(officer(before))).toBe(0);
  const open = '2028-10-10';
  expect(await tellRenewable(officer(open))).toBe(1);
  expect(await tellRenewable(officer(open))).toBe(0);
  expect(await listAwaiting(binh(open), [{ awaits: learningAwaiting }])).toMatchObject([{ key: 'learning-who.awaiting-renew', due: '2028-11-22' }]);
  expect((await perform(readCurriculum, binh(open), { id })).line.held).toMatchObject({ state: 'renewable' });
  await complete(town.binh, SECOND, open);
  expect((await perform(readCurriculum, binh(open), { id })).held).toMatchObject([
    { validFrom: '2028-11-23', validTo: '2030-11-23', way: 'course', state: 'valid' },
    { way: 'completed' },
  ]);
  expect(await listAwaiting(binh(open), [{ awaits: learningAwaiting }])).toEqual([]);
});

rolledBack('the badge of a certification is signed, names nobody, and its page says whether it holds', async (tx) => {
  const { town, as, binh, complete, curriculum } = await learningTown(tx);
  const { id } = await curriculum({ parts: [{ course: FIRST, need: 'mandatory' }] });
  await complete(town.binh, FIRST);
  const held = (await perform(readCurriculum, binh(), { id })).line.held?.id ?? '';
  const { badge } = await perform(readCertificationBadge, binh(), { id: held });
  const text = JSON.stringify(badge);
  expect(text).toContain('eddsa-rdfc-2022');
  expect(text).not.toContain('Trần Văn Bình');
  const code = String(badge['id']).split('/').at(-1) ?? '';
  expect(await perform(checkCompletion, as(town.dung, 'official', town.city), { code, name: 'trần văn  bình' })).toMatchObject({
    holds: true,
    sameName: true,
    until: '2028-11-23',
  });
  expect(await perform(checkCompletion, binh('2029-01-01'), { code, name: 'Người khác' })).toMatchObject({ holds: false, sameName: false });
  await expect(perform(readCertificationBadge, as(town.hanh, 'official', town.ward), { id: held })).rejects.toMatchObject({ kind: 'missing' });
  await expect(perform(readCertificationBadge, binh('2029-01-01'), { id: held })).rejects.toMatchObject({ code: 'learning-who.certification-over' });
});

rolledBack('an ended curriculum certifies nobody any more; only whoever assigns makes and ends one', async (tx) => {
  const { town, as, officer, binh, complete, curriculum } = await learningTown(tx);
  const { id } = await curriculum({ parts: [{ course: FIRST, need: 'mandatory' }] });
  const head = as(town.hanh, 'head-of-unit', town.ward);
  await expect(perform(endCurriculum, head, { id })).rejects.toMatchObject({ kind: 'forbidden' });
  await perform(endCurriculum, officer(), { id });
  await expect(perform(endCurriculum, officer(), { id })).rejects.toMatchObject({ code: 'learning-who.curriculum-ended' });
  await complete(town.binh, FIRST);
  expect((await perform(readCurriculum, binh(), { id })).line.held).toBeNull();
  const counted = await all(tx, sql<{ n: number }>`select count(*) as n from learning.certification`);
  expect(counted).toEqual([{ n: 0 }]);
  await expect(curriculum({ parts: [{ course: 'none', need: 'mandatory' }] })).rejects.toMatchObject({ errors: [{ code: 'learning.no-course' }] });
});
