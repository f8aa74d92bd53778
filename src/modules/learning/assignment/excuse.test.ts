import { expect } from 'vitest';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { assignCourse, excusePerson, learning, listTeam, readAssigned, withdrawExcuse } from '../index.ts';
import { FIRST, learningTown } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

rolledBack('an excuse moves the last day, with its reason, and nobody excuses themselves', async (tx) => {
  const { town, as, officer } = await learningTown(tx);
  const head = () => as(town.hanh, 'head-of-unit', town.ward);
  const audience = { include: [{}], exclude: [] };
  await perform(assignCourse, officer(), { course: FIRST, unitId: town.city, audience, starts: TODAY, dueDays: 10, reason: 'Kế hoạch thử' });
  const lines = (await perform(listTeam, head(), { unitId: town.ward })).lines;
  const id = (name: string): string => lines.find((line) => line.name.includes(name))?.id ?? '';
  const excuse = (line: string, until: string) => perform(excusePerson, head(), { id: line, until, reason: 'Nghỉ ốm' });
  await expect(excuse(id('Bình'), '2026-12-07')).rejects.toMatchObject({ errors: [{ code: 'learning-assignment.until-early' }] });
  await expect(excuse(id('Hạnh'), '2027-01-15')).rejects.toMatchObject({ code: 'learning-assignment.own-excuse' });
  expect(await excuse(id('Bình'), '2027-01-15')).toEqual({ due: '2027-01-15' });
  expect(await perform(readAssigned, head(), { id: id('Bình') })).toMatchObject({
    line: { due: '2027-01-15', excused: true },
    excuses: [{ dueBefore: '2026-12-07', reason: 'Nghỉ ốm' }],
  });
  expect(await perform(withdrawExcuse, head(), { id: id('Bình') })).toEqual({ due: '2026-12-07' });
  expect(await perform(readAssigned, head(), { id: id('Bình') })).toMatchObject({ line: { due: '2026-12-07', excused: false }, excuses: [{ withdrawn: true }] });
  await expect(perform(withdrawExcuse, head(), { id: id('Bình') })).rejects.toMatchObject({ code: 'learning-assignment.no-excuse' });
  await expect(perform(withdrawExcuse, head(), { id: id('Hạnh') })).rejects.toMatchObject({ code: 'learning-assignment.own-excuse' });
});
