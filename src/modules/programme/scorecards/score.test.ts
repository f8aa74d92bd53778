import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContent, readIndexes } from '#content/index.ts';
import { translator } from '#base/text/index.ts';
import { checkIndex } from './check.ts';
import { asNumber, unitsOf } from './decimal.ts';
import { evaluate } from './evaluate.ts';
import type { Group, Index } from './model.ts';
import { meanOf, rank } from './rank.ts';

const indexes = new Map(readIndexes().map((index) => [index.key, index]));
const get = (key: string): Index => {
  const index = indexes.get(key);
  if (index === undefined) throw new Error(`no ${key}`);
  return index;
};
const voice = { t: translator('vi'), locale: 'vi' } as const;
const dti = get('dti-2022');

describe('the indexes that come with Khuê', () => {
  const indicators = new Set(readContent().indicators.map(({ key }) => key));

  test.each([...indexes.values()].map((index) => [index.key, index] as const))('%s adds up, and its indicators exist', (_, index) => {
    expect(checkIndex(index, indicators)).toEqual([]);
  });

  test('Decision 922: nine main indicators, 98 components, 1000 points, one group not scored', () => {
    // eballsviet.com/bo-chi-so-danh-gia-chuyen-doi-so-cap-tinh-59970
    expect(dti.groups.map(({ components }) => components.length)).toEqual([10, 11, 7, 13, 12, 3, 22, 12, 8]);
    expect(dti.groups.map(({ max_points }) => max_points)).toEqual([100, 100, 100, 100, 100, 0, 200, 150, 150]);
    expect(dti.groups.filter(({ scored }) => !scored).map(({ title_vi }) => title_vi)).toEqual(['Đô thị thông minh']);
    expect(dti.groups.flatMap(({ components }) => components)).toHaveLength(98);
    expect(dti.groups.flatMap(({ components }) => components).some(({ verified, max_points }) => verified || max_points !== null)).toBe(false);
  });

  test('Decision 766: twenty indicators with the thresholds that were read', () => {
    const components = get('qd-766').groups.flatMap((group) => group.components);
    expect(components).toHaveLength(20);
    const thresholds = components.flatMap(({ code, rule }) => (rule?.kind === 'ratio-threshold' ? [[code, rule.full_at]] : []));
    expect(thresholds).toEqual([
      ['3.1', 80],
      ['3.3', 50],
      ['3.5', 80],
      ['4.2', 80],
      ['4.3', 80],
      ['5.4', 90],
    ]);
    expect(get('qd-766').groups.reduce((sum, { max_points }) => sum + (max_points ?? 0), 0)).toBe(100);
  });

  test('without points of components there are shares and no total', () => {
    const { components, total } = evaluate(get('qd-766'), { '3.3': { part: 30, whole: 120 } }, voice);
    expect(components.find(({ code }) => code === '3.3')).toMatchObject({ share: 0.5, points: null });
    expect(total).toMatchObject({ points: null, value: null, complete: false });
  });

  test('the own index says that it is Khuê’s', () => {
    expect(get('khue-ward')).toMatchObject({ own: true, max_points: 100 });
    expect(get('khue-ward').title_vi).toContain('Khuê tự xây dựng');
  });
});

describe('the rows published for 2022 (dti.gov.vn/xep-hang-2022)', () => {
  const rows = dti.published?.rows ?? [];

  test('are three of the five that were read', () => expect(rows.map(({ name }) => name)).toEqual(['TP. Đà Nẵng', 'TP. Hồ Chí Minh', 'Thừa Thiên - Huế']));

  test.each(rows.map((row) => [row.name, row] as const))('%s comes out within 0.0001', (_, row) => {
    const { total, components } = evaluate(dti, row.values, voice);
    expect(Math.abs((total.value ?? 0) - row.total)).toBeLessThanOrEqual(0.0001 + Number.EPSILON);
    expect(components.filter(({ points }) => points !== null)).toHaveLength(8);
  });

  test('their ranks come out, whatever order they are put in', () => {
    const totals = rows.map(({ name, values }) => ({ id: name, total: unitsOf(evaluate(dti, values, voice).total.points ?? 0) }));
    const places = rank(totals.toReversed(), 0);
    expect(rows.map(({ name }) => places.get(name)?.rank)).toEqual([1, 2, 3]);
  });

  test('the rule is told in words', () => {
    const { components } = evaluate(dti, { '3': 0.8253 }, voice);
    expect(components.find(({ code }) => code === '3')?.because).toBe('82,53 % × 100 điểm = 82,53 điểm.');
  });
});

describe('the rows published for 2020', () => {
  // Public data set letrinhan/vn-dti-provincial: total and the pillars digital government, economy and society. That a total weighs them 0.4, 0.3, 0.3 was found from these rows.
  const pillars: Index = {
    ...dti,
    key: 'dti-2020',
    max_points: 1,
    composition: { kind: 'weighted', weights: { cqs: 0.4, kts: 0.3, xhs: 0.3 } },
    groups: ['cqs', 'kts', 'xhs'].map((code) => ({ code, title_vi: code, title_en: code, max_points: 1, scored: true, by: 'whole', verified: false, components: [] })),
  };

  test.each([
    ['Đà Nẵng', 0.4874, 0.5346, 0.4155, 0.4964],
    ['Thừa Thiên Huế', 0.4097, 0.522, 0.304, 0.3655],
    ['Bắc Ninh', 0.4096, 0.4449, 0.3668, 0.4052],
    ['Quảng Ninh', 0.3897, 0.4513, 0.3019, 0.3955],
    ['TP. Hồ Chí Minh', 0.3848, 0.4446, 0.3136, 0.3764],
    ['Tiền Giang', 0.3761, 0.4168, 0.3065, 0.3915],
    ['Cần Thơ', 0.3696, 0.4544, 0.3087, 0.3174],
    ['Ninh Bình', 0.3645, 0.3915, 0.3161, 0.377],
    ['Kiên Giang', 0.3631, 0.403, 0.3051, 0.3678],
  ])('%s comes out as %d within 0.0001', (_, total, cqs, kts, xhs) => {
    expect(Math.abs((evaluate(pillars, { cqs, kts, xhs }, voice).total.value ?? 0) - total)).toBeLessThanOrEqual(0.0001 + Number.EPSILON);
  });
});

describe('what does not fit is refused as a whole', () => {
  test('every wrong value is named at its place', () => {
    expect(() => evaluate(dti, { '1': 1.2, '2': 0.5, x: 1 }, voice)).toThrow(
      expect.objectContaining({
        code: 'scorecards.error.score-values-wrong',
        errors: [
          expect.objectContaining({ at: '/values/1', code: 'scorecards.error.score-over-one' }),
          expect.objectContaining({ at: '/values/x', code: 'scorecards.error.score-unknown-component' }),
        ],
      }),
    );
  });

  const group = (more: Partial<Group>): Group => ({
    code: 'A',
    title_vi: 'A',
    title_en: 'A',
    max_points: 10,
    scored: true,
    by: 'components',
    verified: true,
    components: [{ code: 'A1', title_vi: 'A1', title_en: 'A1', max_points: 10, rule: { kind: 'ratio', per: 100 }, verified: true }],
    ...more,
  });
  const component = group({}).components[0];
  const withRule = (rule: unknown, more: object = {}) => group({ components: [{ ...component, rule, ...more }] as Group['components'] });

  test.each<[string, Partial<Index>, string, string]>([
    ['components that do not add up to their group', { groups: [group({ max_points: 12 })], max_points: 12 }, '/groups/0', 'index-points-not-adding'],
    ['groups that do not add up to the index', { max_points: 11 }, '/max_points', 'index-total-not-adding'],
    ['a code used twice', { groups: [group({}), group({})], max_points: 20 }, '/groups/1', 'index-duplicate-code'],
    ['a threshold over 100', { groups: [withRule({ kind: 'ratio-threshold', per: 100, full_at: 101 })] }, '/groups/0/components/0', 'index-threshold-over'],
    ['a highest step below the maximum', { groups: [withRule({ kind: 'steps', steps: [{ at_least: 1, points: 9 }] })] }, '/groups/0/components/0', 'index-steps-top'],
    [
      'fewer points for more events',
      {
        groups: [
          withRule({
            kind: 'count-steps',
            steps: [
              { at_least: 1, points: 10 },
              { at_least: 2, points: 5 },
            ],
          }),
        ],
      },
      '/groups/0/components/0',
      'index-steps-falling',
    ],
    [
      'the same threshold twice',
      {
        groups: [
          withRule({
            kind: 'steps',
            steps: [
              { at_least: 1, points: 10 },
              { at_least: 1, points: 5 },
            ],
          }),
        ],
      },
      '/groups/0/components/0',
      'index-step-twice',
    ],
    [
      'conditions that do not add up',
      { groups: [withRule({ kind: 'conditions', conditions: [{ code: 'a', title_vi: 'a', title_en: 'a', points: 4 }] })] },
      '/groups/0/components/0',
      'index-conditions-not-adding',
    ],
    ['a component without a rule', { groups: [withRule(null)] }, '/groups/0/components/0', 'index-rule-missing'],
    ['a verified component without points', { groups: [withRule(component?.rule, { max_points: null })] }, '/groups/0/components/0', 'index-points-missing'],
    ['an indicator that does not exist', { groups: [withRule(component?.rule, { indicator: 'none' })] }, '/groups/0/components/0', 'index-unknown-indicator'],
    ['points of a group that is not scored', { groups: [group({}), group({ code: 'B', scored: false, components: [] })] }, '/groups/1', 'index-not-scored-points'],
    ['years in the wrong order', { from_year: 2026, to_year: 2025 }, '/to_year', 'index-years'],
    ['weights that do not come to 1', { composition: { kind: 'weighted', weights: { A: 0.9 } } }, '/composition', 'index-weights'],
  ])('%s', (_, change, at, code) => {
    const sound: Index = { ...get('khue-ward'), groups: [group({})], max_points: 10 };
    expect(checkIndex(sound)).toEqual([]);
    expect(checkIndex({ ...sound, ...change }, new Set())).toContainEqual(expect.objectContaining({ at, code: `scorecards.error.${code}` }));
  });
});

describe('properties', () => {
  const shares = fc.record(Object.fromEntries(dti.groups.map(({ code }) => [code, fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10_000)])));

  test('the parts add up to the total exactly, never above the maximum', () => {
    fc.assert(
      fc.property(shares, (values) => {
        const { groups, components, total } = evaluate(dti, values, voice);
        const sum = (list: (number | null)[]): number => asNumber(list.reduce<bigint>((all, one) => all + unitsOf(one ?? 0), 0n));
        expect(sum(groups.map(({ points }) => points))).toBe(total.points);
        expect(sum(components.map(({ points }) => points))).toBe(total.points);
        expect(total.points).toBeLessThanOrEqual(1000);
        expect(total.complete).toBe(true);
      }),
    );
  });

  test('weights say the same as points where they are points / maximum', () => {
    const weighted: Index = { ...dti, composition: { kind: 'weighted', weights: Object.fromEntries(dti.groups.map(({ code, max_points }) => [code, (max_points ?? 0) / 1000])) } };
    expect(checkIndex(weighted)).toEqual([]);
    fc.assert(
      fc.property(shares, (values) => {
        expect(evaluate(weighted, values, voice).total.points).toBe(evaluate(dti, values, voice).total.points);
      }),
    );
  });
});

describe('ranking', () => {
  const places = (totals: (number | null)[], band = 0) => {
    const found = rank(
      totals.map((total, at) => ({ id: String(at), total: total === null ? null : unitsOf(total) })),
      band,
    );
    return totals.map((_, at) => found.get(String(at)));
  };

  test('units with the same total share a rank and the next ones are left out (standard competition ranking)', () => {
    expect(places([80, 90, 80, 70, null]).map((place) => place?.rank)).toEqual([2, 1, 2, 4, null]);
    expect(places([80, 90, 80, 70]).map((place) => place?.tied)).toEqual([true, false, true, false]);
  });

  test('a band holds who is within it of its first, and no chain of small steps goes further', () => {
    expect(places([90, 89, 88, 87.9999], 2).map((place) => place?.band)).toEqual([1, 1, 1, 2]);
    expect(places([90, 89.9999], 0).map((place) => place?.band)).toEqual([1, 2]);
  });

  test('does not depend on the order of the units', () => {
    const totals = fc
      .array(fc.record({ id: fc.uuid(), total: fc.option(fc.bigInt({ min: 0n, max: 40n })) }), { maxLength: 30 })
      .map((list) => [...new Map(list.map((one) => [one.id, one])).values()]);
    fc.assert(
      fc.property(totals, fc.integer({ min: 0, max: 20 }), fc.infiniteStream(fc.nat()), (list, band, numbers) => {
        const shuffled = list.map((one) => ({ one, key: Number(numbers.next().value) })).toSorted((a, b) => a.key - b.key);
        const [a, b] = [
          rank(list, band / 10_000),
          rank(
            shuffled.map(({ one }) => one),
            band / 10_000,
          ),
        ];
        for (const { id } of list) expect(b.get(id)).toEqual(a.get(id));
      }),
    );
  });

  test('merged units take the arithmetic mean, rounded half up (DTI 2024)', () => {
    expect(meanOf([unitsOf(70), unitsOf(71), unitsOf(71)])).toBe(unitsOf(70.6667));
    expect(meanOf([])).toBeNull();
  });
});
