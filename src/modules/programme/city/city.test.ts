import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testDatabase } from '#tests/database.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { compareTargets, proposeInitiative } from '../index.ts';
import { ctxOf, declareAll, makeCity, type City } from '../testing.ts';
import { orderWorst, readCityOperation, readUnitProgramme } from './index.ts';
import { wayOf } from './figures.ts';

const { db, rolledBack } = await testDatabase();
let city: City;

beforeAll(async () => {
  declareAll();
  city = await makeCity(db);
});

const share = (size: number, before = size) => ({ shown: { size, of: 100 }, before: { size: before, of: 100 } });
const count = (size: number, before = size) => ({ shown: { size, of: null }, before: { size: before, of: null } });

test('worst first: shares by how far they are off, counts that grew worse, other counts, sizes, what is hidden', () => {
  const figures = [
    { name: 'hidden', better: 'higher', shown: null, before: null },
    { name: 'staff', better: 'neither', ...count(3000) },
    { name: 'steady', better: 'lower', ...count(5) },
    { name: 'worse', better: 'lower', ...count(6, 5) },
    { name: 'good', better: 'higher', ...share(98, 99) },
    { name: 'much-vacant', better: 'lower', ...share(60) },
    { name: 'bad', better: 'higher', ...share(12) },
    { name: 'nothing-to-divide', better: 'higher', shown: { size: 0, of: 0 }, before: null },
  ] as const;
  expect(orderWorst(figures).map(({ name }) => name)).toEqual(['bad', 'much-vacant', 'good', 'worse', 'steady', 'staff', 'hidden', 'nothing-to-divide']);
});

test.each([
  ['higher', share(50, 40), 'better'],
  ['higher', share(40, 50), 'worse'],
  ['lower', count(4, 5), 'better'],
  ['lower', count(5, 4), 'worse'],
  ['lower', count(5), 'same'],
  ['neither', count(5, 4), 'none'],
  ['higher', { shown: { size: 1, of: 2 }, before: null }, 'none'],
] as const)('where %s is better, %j went %s', (better, figure, way) => {
  expect(wayOf({ better, ...figure })).toBe(way);
});

describe('the page of the city', () => {
  const member = () => ctxOf(db, city.member, 'steering-member', city.city);

  test('names targets that still run before those that were judged, worst first, and counts them all', async () => {
    const { targets, total, counts } = await perform(readCityOperation, member(), {});
    expect(targets.map(({ overdue }) => overdue).toSorted()).toEqual(targets.map(({ overdue }) => overdue));
    expect(counts.reduce((sum, { n }) => sum + n, 0)).toBe(total);
    expect(total).toBeGreaterThan(targets.length);
  });

  test('asks for no decision on a day that has passed', async () => {
    expect((await perform(readCityOperation, member(), { day: addDays(TODAY, -30) })).decisions).toEqual([]);
  });

  rolledBack('a proposal waits for approval, one that changes posts for the assessment before it', async (tx) => {
    const officer = ctxOf(tx, city.officer, 'programme-officer', city.city);
    const own = {
      aboutVi: '',
      aboutEn: '',
      plan: null,
      goal: null,
      targets: [],
      unitId: city.first,
      personCode: null,
      milestones: [],
      dependsOn: [],
      planned: 0,
      risks: [],
      reason: 'Thử',
    };
    const days = { starts: '2027-01-01', ends: '2027-12-31' };
    await perform(proposeInitiative, officer, { ...own, ...days, titleVi: 'Sẵn sàng', titleEn: 'Ready', changesPosts: false });
    await perform(proposeInitiative, ctxOf(tx, city.officer, 'programme-officer', city.city), { ...own, ...days, titleVi: 'Đổi vị trí', titleEn: 'Posts', changesPosts: true });
    const { decisions } = await perform(readCityOperation, ctxOf(tx, city.member, 'steering-member', city.city), {});
    const keys = new Map(decisions.map(({ key, values }) => [values['title'], key]));
    expect([keys.get('Sẵn sàng'), keys.get('Đổi vị trí')]).toEqual(['city.decide-approval', 'city.decide-impact']);
    const unit = await perform(readUnitProgramme, ctxOf(tx, city.head, 'head-of-unit', city.first), { unitId: city.first });
    expect(unit.initiatives.map(({ titleVi }) => titleVi).toSorted()).toEqual(['Sẵn sàng', 'Đổi vị trí']);
    expect(unit.reports.every(({ unit: owing }) => owing.id === city.first)).toBe(true);
  });

  rolledBack('a first comparison of targets is no change of the week', async (tx) => {
    await compareTargets(testCtx(tx));
    expect((await perform(readCityOperation, ctxOf(tx, city.member, 'steering-member', city.city), {})).statuses).toEqual([]);
  });
});
