import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testDatabase } from '#tests/database.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { arrangeMeeting, compareTargets, concludeMeeting, proposeInitiative } from '../index.ts';
import { ctxOf, declareAll, makeCity, type City } from '../testing.ts';
import { ACT_KINDS, listWeekActs, orderWorst, readCityOperation, readUnitProgramme } from './index.ts';
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

describe('a number of what was done', () => {
  // Facts are recorded by the clock of the database.
  const today = new Date().toISOString().slice(0, 10);
  const as = (tx: Db, personId: string, role: string, unitId = city.city) => ctxOf(tx, personId, role, unitId, { today });
  const conclude = async (tx: Db) => {
    const meeting = { title: 'Phiên họp', day: today, place: 'Phòng 1', agenda: ['Chỉ tiêu chậm'], members: ['CB-2'], noticeDays: 3 };
    const { id } = await perform(arrangeMeeting, as(tx, city.officer, 'programme-officer'), meeting);
    await perform(concludeMeeting, as(tx, city.officer, 'programme-officer'), { meeting: id, task: 'Rà soát hồ sơ', personCode: 'CB-3', due: addDays(today, 7) });
    return id;
  };

  rolledBack('opens onto exactly the acts it counts, each with the page of its record', async (tx) => {
    const meeting = await conclude(tx);
    const { facts } = await perform(readCityOperation, as(tx, city.member, 'steering-member'), {});
    expect(facts.map(({ kind }) => kind)).toContain('programme.conclusion-made');
    for (const kind of ACT_KINDS) {
      const { acts, total, visible } = await perform(listWeekActs, as(tx, city.member, 'steering-member'), { kind });
      expect({ kind, total, visible, listed: acts.length }).toEqual({ kind, total, visible: total, listed: total });
      expect(total).toBe(facts.find((one) => one.kind === `programme.${kind}`)?.n ?? 0);
    }
    const { acts } = await perform(listWeekActs, as(tx, city.member, 'steering-member'), { kind: 'conclusion-made' });
    expect(acts).toMatchObject([{ titleVi: 'Rà soát hồ sơ', unit: { unitId: city.first }, href: expect.stringMatching(`^/meetings/${meeting}#c-`) }]);
    expect(await perform(listWeekActs, as(tx, city.member, 'steering-member'), { kind: 'conclusion-made', day: addDays(today, -7) })).toMatchObject({ total: 0, acts: [] });
  });

  rolledBack('shows a conclusion to its committee, its members and whoever carries it out, and only counts it for others', async (tx) => {
    await conclude(tx);
    const seen = async (personId: string, role: string, unitId?: string) => {
      const { total, visible, acts } = await perform(listWeekActs, as(tx, personId, role, unitId), { kind: 'conclusion-made' });
      return [total, visible, acts.length];
    };
    expect(await seen(city.head, 'head-of-unit', city.first)).toEqual([1, 1, 1]);
    expect(await seen(city.member, 'official', city.first)).toEqual([1, 1, 1]);
    expect(await seen(city.officer, 'official', city.first)).toEqual([1, 0, 0]);
  });
});
