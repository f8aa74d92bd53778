import { expect } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, employ } from '#tests/town.ts';
import { createClass, findForClass, findForUnit, learning } from '../index.ts';
import { learningTown } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const names = ({ found }: { found: { name: string }[] }): string[] => found.map(({ name }) => name);

rolledBack('people of the unit are found by words of the name without accents, or by their code; others are not', async (tx) => {
  const { town, as } = await learningTown(tx);
  const ctx = as(town.dung, 'training-officer', town.ward);
  const unitId = town.ward;
  expect(names(await perform(findForUnit, ctx, { unitId, find: 'binh tran' }))).toEqual(['Trần Văn Bình']);
  expect(names(await perform(findForUnit, ctx, { unitId, find: 'hn-0002' }))).toEqual(['Trần Văn Bình']);
  expect(names(await perform(findForUnit, ctx, { unitId, find: '%' }))).toEqual([]);
  expect(names(await perform(findForUnit, ctx, { unitId, find: '  ' }))).toEqual([]);
  // Works beside the unit, and left it.
  expect(names(await perform(findForUnit, ctx, { unitId, find: 'dung' }))).toEqual([]);
  expect(names(await perform(findForUnit, ctx, { unitId, find: 'anh' }))).not.toContain('Lê Thị Ánh');
});

rolledBack('whoever teaches in the city is found from every unit', async (tx) => {
  const { town, as } = await learningTown(tx);
  await all(tx, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${newId()}, ${town.dung}, 'trainer', ${town.other}, '2026-01-01')`);
  const found = await perform(findForUnit, as(town.hanh, 'training-officer', town.ward), { unitId: town.ward, find: 'đức dũng' });
  expect(found.found).toMatchObject([{ staffCode: 'HN-0003', unitName: 'Phường Đống Đa' }]);
});

rolledBack('at most twenty are listed, and those chosen so far are named', async (tx) => {
  const { town, officer } = await learningTown(tx);
  await employ(tx, town.inner, 22);
  const answer = await perform(findForUnit, officer(), { unitId: town.city, find: 'le van', codes: ['HN-0002', 'X-1'] });
  expect([answer.found.length, answer.more]).toEqual([20, true]);
  expect(answer.chosen.map(({ name }) => name)).toEqual(['Trần Văn Bình']);
});

rolledBack('who leads a class looks for people of its unit; others may not', async (tx) => {
  const { town, as, officer } = await learningTown(tx);
  const lesson = { title: 'Lớp ký số tại chỗ', mode: 'room' as const, room: 'Phòng họp 2', capacity: 5, trainers: ['HN-0003'], day: TODAY, starts: '08:00', ends: '11:30' };
  const { id } = await perform(createClass, officer(), { ...lesson, unitId: town.ward });
  const trainer = as(town.dung, 'official', town.other);
  expect(names(await perform(findForClass, trainer, { id, find: 'binh' }))).toEqual(['Trần Văn Bình']);
  // The trainer is named, though of another unit.
  expect((await perform(findForClass, trainer, { id, codes: ['HN-0003'] })).chosen).toHaveLength(1);
  await expect(perform(findForClass, as(town.binh, 'official', town.inner), { id, find: 'hanh' })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(findForUnit, as(town.hanh, 'training-officer', town.other), { unitId: town.ward, find: 'binh' })).rejects.toMatchObject({ kind: 'forbidden' });
});
