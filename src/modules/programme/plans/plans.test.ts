import { beforeAll, describe, expect, test } from 'vitest';
import { perform } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { addPlan, changePlan, listPlans, readPlan } from '../index.ts';
import { ctxOf, declareAll, makeCity, outcomeOf } from '../testing.ts';
import { changesOf, freeKey, keyFrom } from './rules.ts';

const { rolledBack, inRolledBack } = await testDatabase();

beforeAll(declareAll);

const written = (unitId: string) => ({
  titleVi: 'Phổ cập kỹ năng số cho cán bộ',
  titleEn: 'Digital skills for staff',
  aboutVi: '',
  aboutEn: '',
  unitId,
  starts: '2026-01-01',
  ends: '2028-12-31',
  bases: [
    {
      number: '12/KH-UBND',
      titleVi: 'Kế hoạch phổ cập kỹ năng số',
      titleEn: 'Plan for digital skills',
      day: '2026-01-05',
      issuer: 'UBND thành phố',
      source: 'Văn bản gốc',
      verified: true,
    },
  ],
  goals: [{ key: 'skills', titleVi: 'Năng lực số', titleEn: 'Digital competence' }],
});
const reason = 'Ban hành kế hoạch';

test.each([
  ['Phổ cập kỹ năng số cho cán bộ', 'pho-cap-ky-nang-so-cho-can-bo'],
  ['Đề án 06 – ĐỢT 2!', 'de-an-06-dot-2'],
  ['***', ''],
])('the key of %s is "%s"', (title, key) => {
  expect(keyFrom(title)).toBe(key);
});

test('a key that is taken gets a number', () => {
  expect(freeKey('a', new Set(['a', 'a-2']))).toBe('a-3');
  expect(freeKey('b', new Set(['a']))).toBe('b');
});

test('a history says what each version changed', () => {
  const state = (number: number, content: Record<string, unknown>) => ({ number, reason: 'r', by: null, at: '2026-01-01T00:00:00Z', content });
  expect(changesOf([state(2, { a: 2, b: null, c: ['x'] }), state(1, { a: 1, b: null, c: [] })]).map(({ number, fields }) => ({ number, fields }))).toEqual([
    {
      number: 2,
      fields: [
        { field: 'a', before: '1', after: '2' },
        { field: 'c', before: '[]', after: '["x"]' },
      ],
    },
    { number: 1, fields: [] },
  ]);
});

describe('a programme', () => {
  rolledBack('of the content stands with legal basis and goals, sources marked where nothing was verified', async (db) => {
    await makeCity(db);
    const { plans } = await perform(listPlans, testCtx(db), {});
    expect(plans.map(({ key }) => key).toSorted()).toEqual(['hanoi-2025', 'hanoi-57', 'national']);
    const { plan } = await perform(readPlan, testCtx(db), { key: 'hanoi-2025' });
    expect(plan.bases[0]).toMatchObject({ number: '18-NQ/TU', day: '2022-12-30', verified: true });
    expect(plan.bases.some(({ verified }) => !verified)).toBe(true);
    expect(plan.unit.nameVi).toBe('Thành phố Hà Nội');
  });

  rolledBack('is added, changed and retired, with its history', async (db) => {
    const { city, officer } = await makeCity(db);
    const ctx = ctxOf(db, officer, 'programme-officer', city);
    const { key } = await perform(addPlan, ctx, { ...written(city), reason });
    await perform(changePlan, { ...ctx, requestId: 'b' }, { key, ...written(city), titleVi: 'Phổ cập kỹ năng số', retired: true, seen: 1, reason: 'Gộp vào đề án khác' });
    const { plan, history } = await perform(readPlan, testCtx(db), { key });
    expect(plan).toMatchObject({ number: 2, retired: true, titleVi: 'Phổ cập kỹ năng số' });
    expect(history[0]).toMatchObject({ by: 'Vũ Phương Thảo', reason: 'Gộp vào đề án khác', fields: [{ field: 'retired', before: 'false', after: 'true' }, { field: 'titleVi' }] });
    expect(await outcomeOf(perform(changePlan, { ...ctx, requestId: 'c' }, { key, ...written(city), retired: false, seen: 1, reason }))).toBe('plans.changed-meanwhile');
  });

  test.each([
    ['an end before its beginning', { ends: '2025-12-31' }, 'plans.ends-before-start'],
    ['one goal twice', { goals: [...written('').goals, ...written('').goals] }, 'plans.goal-twice'],
    ['a document called verified without its day', { bases: written('').bases.map((basis) => ({ ...basis, day: null })) }, 'plans.verified-needs-day'],
    ['a title of two letters', { titleVi: 'Ab' }, 'operation.input.minLength'],
  ])('is refused with %s', (_, change, code) =>
    inRolledBack(async (db) => {
      const { city } = await makeCity(db);
      expect(await outcomeOf(perform(addPlan, testCtx(db), { ...written(city), ...change, reason }))).toBe(code);
    }),
  );

  test.each([
    ['programme-officer', 'city', 'done'],
    ['administrator', 'city', 'done'],
    ['programme-officer', 'first', 'operation.not-allowed-here'],
    ['steering-member', 'city', 'operation.not-allowed'],
    ['official', 'city', 'operation.not-allowed'],
  ] as const)('is added and changed by %s of the %s: %s', (role, where, outcome) =>
    inRolledBack(async (db) => {
      const there = await makeCity(db);
      const ctx = ctxOf(db, there.officer, role, there[where]);
      expect(await outcomeOf(perform(addPlan, ctx, { ...written(there.city), reason }))).toBe(outcome);
      expect(await outcomeOf(perform(changePlan, { ...ctx, requestId: 'b' }, { key: 'hanoi-57', ...written(there.city), retired: false, seen: 1, reason }))).toBe(outcome);
    }),
  );
});
