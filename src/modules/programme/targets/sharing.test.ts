import { beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { addTarget, listTargets, previewSharing, readTarget, retireTarget, shareTarget } from '../index.ts';
import { ctxOf, declareAll, makeCity, outcomeOf, type City } from '../testing.ts';

const { rolledBack, inRolledBack } = await testDatabase();

beforeAll(declareAll);

const reason = 'Giao chỉ tiêu năm 2027';

/** A target of so many people in post for the city, and what is needed to share it out. */
async function withTarget(db: Db, more: object = {}): Promise<City & { key: string }> {
  const city = await makeCity(db);
  const { key } = await perform(addTarget, testCtx(db), {
    plan: 'hanoi-57',
    goal: 'government',
    indicator: 'staff-in-post',
    titleVi: 'Cán bộ được bố trí đủ',
    titleEn: 'Posts filled',
    unitId: city.city,
    direction: 'at-least',
    value: 10,
    due: '2027-12-31',
    baseline: null,
    milestones: [],
    personCode: null,
    coUnits: [],
    noteVi: '',
    noteEn: '',
    document: 'Kế hoạch thử',
    source: 'Kế hoạch thử',
    verified: false,
    reason: 'Kế hoạch năm',
    ...more,
  });
  return { ...city, key };
}

const SHARE = { indicator: 'accounts-used', value: 80 };

describe('sharing out', () => {
  rolledBack('an amount by people in post gives each its part; the parts are targets of their own', async (db) => {
    const { key, first, second, third, officer, city } = await withTarget(db);
    const input = { key, method: 'proportional' as const, set: 'directory.staff-in-post', units: [first, second, third] };
    const preview = await perform(previewSharing, testCtx(db), input);
    expect(preview.parts.map(({ value, weight }) => [weight, value])).toEqual([
      [3, 8],
      [1, 2],
      [0, 0],
    ]);
    expect(preview).toMatchObject({ whole: 10, comes: 10, difference: 0, right: true, silent: 0 });
    await perform(shareTarget, ctxOf(db, officer, 'programme-officer', city), { ...input, reason });
    const read = await perform(readTarget, testCtx(db), { key });
    expect(read.target.parts).toBe(3);
    expect(read.parts.map(({ unit, value }) => [unit.nameVi, value]).toSorted()).toEqual([
      ['Phường Ba Đình', 8],
      ['Phường Tây Hồ', 0],
      ['Phường Đống Đa', 2],
    ]);
    expect(read.parts.find(({ unit }) => unit.unitId === first)).toMatchObject({ status: 'late', because: [{ rule: 'range-short' }], latest: { value: 3 }, parent: key });
    expect(read.breakdowns).toMatchObject([{ method: 'proportional', setName: 'directory.staff-in-post', comes: 10, units: 3, by: 'Vũ Phương Thảo', reason }]);
    expect((await perform(listTargets, testCtx(db), { limit: 500 })).targets.filter(({ parent }) => parent !== null)).toEqual([]);
    expect((await perform(listTargets, testCtx(db), { unitId: first })).targets.map(({ parent }) => parent)).toEqual([key]);
  });

  rolledBack('anew gives the parts a new version and ends those of units left out', async (db) => {
    const { key, first, second, third } = await withTarget(db);
    await perform(shareTarget, testCtx(db), { key, method: 'equal', units: [first, second], reason });
    const part = async () => (await perform(readTarget, testCtx(db), { key })).parts;
    const before = await part();
    await perform(shareTarget, testCtx(db), {
      key,
      method: 'by-hand',
      units: [first, third],
      values: [
        { unitId: first, value: 4 },
        { unitId: third, value: 6 },
      ],
      reason,
    });
    const after = await part();
    expect(after.map(({ unit, value, number }) => [unit.unitId, value, number]).toSorted()).toEqual(
      [
        [first, 4, 2],
        [third, 6, 1],
      ].toSorted(),
    );
    expect(after.find(({ unit }) => unit.unitId === first)?.key).toBe(before.find(({ unit }) => unit.unitId === first)?.key);
    await perform(shareTarget, testCtx(db), { key, method: 'equal', units: [first, second], reason });
    expect((await part()).find(({ unit }) => unit.unitId === second)?.key).toBe(before.find(({ unit }) => unit.unitId === second)?.key);
  });

  rolledBack('a retired target takes its parts along', async (db) => {
    const { key, first, second } = await withTarget(db);
    await perform(shareTarget, testCtx(db), { key, method: 'equal', units: [first, second], reason });
    await perform(retireTarget, testCtx(db), { key, seen: 1, reason: 'Thôi theo dõi' });
    expect((await perform(listTargets, testCtx(db), { unitId: first })).total).toBe(0);
    expect(await outcomeOf(perform(shareTarget, testCtx(db), { key, method: 'equal', units: [first], reason }))).toBe('plans.already-retired');
  });

  rolledBack('a sum that is wrong is refused with the difference, and nothing is kept', async (db) => {
    const { key, first, second } = await withTarget(db);
    const values = [
      { unitId: first, value: 4 },
      { unitId: second, value: 5 },
    ];
    const input = { key, method: 'by-hand' as const, units: [first, second], values };
    expect(await perform(previewSharing, testCtx(db), input)).toMatchObject({ comes: 9, difference: -1, right: false });
    await expect(perform(shareTarget, testCtx(db), { ...input, reason })).rejects.toMatchObject({
      errors: [{ at: '/values', code: 'plans.sum-short', values: { comes: 9, whole: 10, difference: 1 } }],
    });
    expect((await perform(readTarget, testCtx(db), { key })).parts).toEqual([]);
  });

  rolledBack('shares are weighed by the set', async (db) => {
    const { key, first, second } = await withTarget(db, SHARE);
    const values = (a: number, b: number) => [
      { unitId: first, value: a },
      { unitId: second, value: b },
    ];
    const input = { key, method: 'by-hand' as const, set: 'directory.staff-in-post', units: [first, second] };
    expect(await perform(previewSharing, testCtx(db), { ...input, values: values(70, 100) })).toMatchObject({ comes: 77.5, right: false });
    expect(await outcomeOf(perform(shareTarget, testCtx(db), { ...input, values: values(70, 100), reason }))).toBe('plans.mean-wrong');
    expect(await outcomeOf(perform(shareTarget, testCtx(db), { ...input, values: values(80, 80), reason }))).toBe('done');
  });

  test.each([
    ['a share by the size of a set', SHARE, { method: 'proportional' as const, set: 'directory.staff-in-post' }, 'plans.share-not-proportional'],
    ['a share above a hundred', SHARE, { method: 'by-hand' as const, values: 101 }, 'plans.value-not-percent'],
    ['a set that does not exist', {}, { method: 'proportional' as const, set: 'directory.dragons' }, 'plans.no-set'],
    ['no set at all', {}, { method: 'proportional' as const }, 'plans.weights-missing'],
    ['a rank', { indicator: 'transformation-rank', direction: 'at-most', value: 5 }, { method: 'equal' as const }, 'plans.rank-not-divisible'],
    ['the city itself', {}, { method: 'equal' as const, city: true }, 'plans.unit-not-under'],
  ])('refuses %s', (_, target, { values, city: itself, ...input }: { method: 'equal' | 'proportional' | 'by-hand'; set?: string; values?: number; city?: boolean }, code) =>
    inRolledBack(async (db) => {
      const { key, first, city } = await withTarget(db, target);
      const given = values === undefined ? {} : { values: [{ unitId: first, value: values }] };
      expect(await outcomeOf(perform(shareTarget, testCtx(db), { key, units: [itself === true ? city : first], ...input, ...given, reason }))).toBe(code);
    }),
  );

  test.each([
    ['programme-officer', 'city', 'done'],
    ['programme-officer', 'first', 'operation.not-allowed-here'],
    ['head-of-unit', 'city', 'operation.not-allowed'],
    ['steering-member', 'city', 'operation.not-allowed'],
  ] as const)('by %s of the %s: %s', (role, where, outcome) =>
    inRolledBack(async (db) => {
      const there = await withTarget(db);
      expect(await outcomeOf(perform(shareTarget, ctxOf(db, there.officer, role, there[where]), { key: there.key, method: 'equal', units: [there.first], reason }))).toBe(outcome);
    }),
  );
});
