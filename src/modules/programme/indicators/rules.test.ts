import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import type { SetDefinition } from '#kernel/set/index.ts';
import type { Formula } from './model.ts';
import { endedPeriods, flowStart, formulaErrors, mustFitMeasure, periodOf, valueOf, versionOn } from './rules.ts';

const shared = { title: 't', about: 'a', facts: [], rows: sql`select 1`, records: sql`select 1`, href: () => '/', see: 'signed-in', people: false };
const stock = (name: string): SetDefinition => ({ ...shared, name, measure: 'stock', dimensions: { sex: { title: 's', values: ['female'], rows: sql`select 1` } } });
const sets = [stock('a.people'), stock('a.posts'), { ...stock('a.lessons'), measure: 'flow' as const, dimensions: {} }];
const find = (name: string) => sets.find((one) => one.name === name);
const [people, posts, lessons] = [{ set: 'a.people' }, { set: 'a.posts' }, { set: 'a.lessons' }];

describe('the period of a day', () => {
  test.each([
    ['2026-03-31', 'month', '2026-03-01', '2026-04-01'],
    ['2026-03-31', 'quarter', '2026-01-01', '2026-04-01'],
    ['2026-04-01', 'quarter', '2026-04-01', '2026-07-01'],
    ['2026-06-30', 'half-year', '2026-01-01', '2026-07-01'],
    ['2026-07-01', 'half-year', '2026-07-01', '2027-01-01'],
    ['2026-12-31', 'year', '2026-01-01', '2027-01-01'],
  ] as const)('%s by %s is %s until before %s', (day, periodicity, from, to) => expect(periodOf(day, periodicity)).toEqual({ from, to }));

  test('holds the day and joins the next one without a gap', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.constantFrom('month', 'quarter', 'half-year', 'year'), (n, periodicity) => {
        const day = addDays('2020-01-01', n);
        const { from, to } = periodOf(day, periodicity);
        expect(from <= day && day < to).toBe(true);
        expect(periodOf(to, periodicity).from).toBe(to);
      }),
    ));

  test('those that have ended do not hold the running one and do not begin before the first', () => {
    expect(endedPeriods('2026-02-01', '2026-11-23', 'quarter', 8).map(({ from }) => from)).toEqual(['2026-04-01', '2026-07-01']);
    expect(endedPeriods('2026-01-01', '2026-11-23', 'year', 8)).toEqual([]);
    expect(endedPeriods('2020-01-01', '2026-11-23', 'month', 3).map(({ from }) => from)).toEqual(['2026-08-01', '2026-09-01', '2026-10-01']);
  });
});

describe('what is wrong with a formula', () => {
  const codes = (formula: Formula) => formulaErrors(formula, find).map(({ at, code }) => `${at} ${code.replace('indicators.', '')}`);
  const ratio = (numerator: Formula extends infer F ? (F extends { numerator: infer N } ? N : never) : never, denominator: typeof numerator, more = {}): Formula => ({
    kind: 'ratio',
    numerator,
    denominator,
    factor: 100,
    ...more,
  });
  test.each<[string, Formula, string[]]>([
    ['reported values need nothing', { kind: 'reported' }, []],
    ['a share of one set in another', ratio([people], [posts]), []],
    ['a slice over the whole', ratio([{ set: 'a.people', slice: 'sex=female' }], [people]), []],
    ['a flow over a stock', ratio([lessons], [people]), []],
    ['a set that does not exist', ratio([{ set: 'a.ghosts' }], [people]), ['/formula/numerator/0 no-set']],
    ['a slice that does not exist', ratio([people], [{ set: 'a.people', slice: 'sex=other' }]), ['/formula/denominator/0 no-slice']],
    ['a division that does not exist', { kind: 'sum', parts: [{ set: 'a.people', slice: 'age=3' }], factor: 1 }, ['/formula/parts/0 no-slice']],
    ['a flow and a stock added up', { kind: 'sum', parts: [people, lessons], factor: 1 }, ['/formula/parts mixed-measures']],
    ['a stock over a flow', ratio([people], [lessons]), ['/formula/denominator stock-over-flow']],
    ['records and weights added up', { kind: 'sum', parts: [people, { ...posts, take: 'weight' }], factor: 1 }, ['/formula/parts mixed-takes']],
    ['the same part twice', ratio([people, people], [posts]), ['/formula/numerator/1 part-twice']],
    ['multiplied by zero', { kind: 'sum', parts: [people], factor: 0 }, ['/formula/factor factor-zero']],
    ['a period asked of stocks', ratio([people], [posts], { over: 'year' }), ['/formula/over over-without-flow']],
  ])('%s', (_, formula, expected) => expect(codes(formula)).toEqual(expected));
});

describe('the value of a formula', () => {
  const half: Formula = { kind: 'ratio', numerator: [people, posts], denominator: [lessons], factor: 100 };
  test('numerators and denominators are added up apart', () =>
    expect(valueOf(half, [1, 2, 12], '2026-01-01')).toEqual({ state: 'counted', value: 25, numerator: 3, denominator: 12, asOf: '2026-01-01' }));
  test('nothing is divided by zero', () => expect(valueOf(half, [1, 2, 0], '2026-01-01')).toMatchObject({ state: 'no-denominator', value: null }));
  test('a sum is multiplied by its factor', () => expect(valueOf({ kind: 'sum', parts: [people], factor: 0.1 }, [3], '2026-01-01').value).toBe(0.3));
  test('the share of a whole is that of its parts added up, never the sum of their shares', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(500), fc.nat(500)), { minLength: 1, maxLength: 20 }), (units) => {
        const formula: Formula = { kind: 'ratio', numerator: [people], denominator: [posts], factor: 100 };
        const parts = units.map(([n, d]) => valueOf(formula, [Math.min(n, d), d], '2026-01-01'));
        const [n, d] = units.reduce<[number, number]>(([above, below], [one, other]) => [above + Math.min(one, other), below + other], [0, 0]);
        const whole = valueOf(formula, [n, d], '2026-01-01');
        expect(whole.numerator).toBe(parts.reduce((sum, { numerator }) => sum + (numerator ?? 0), 0));
        if (whole.value === null) return;
        const values = parts.flatMap(({ value }) => value ?? []);
        expect(whole.value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(whole.value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    ));
  test.each([
    ['year', undefined, '2026-01-01'],
    ['quarter', undefined, '2026-04-01'],
    ['quarter', 'year', '2026-01-01'],
    ['month', 'to-date', undefined],
  ] as const)('of a flow with periodicity %s, over %s, counts from %s', (periodicity, over, start) =>
    expect(flowStart({ kind: 'sum', parts: [lessons], factor: 1, ...(over && { over }) }, periodicity, '2026-05-20')).toBe(start),
  );
});

describe('the version that holds', () => {
  const versions = [
    { n: 1, validFrom: '2026-01-01', validTo: '2026-06-01' },
    { n: 2, validFrom: '2026-06-01', validTo: '2026-06-01' },
    { n: 3, validFrom: '2026-06-01', validTo: 'infinity' },
  ];
  test.each([
    ['2025-01-01', 1],
    ['2026-05-31', 1],
    ['2026-06-01', 3],
    ['2030-01-01', 3],
  ])('on %s is the %ith', (day, n) => expect(versionOn(versions, day)?.n).toBe(n));
});

test.each([
  ['percent', 100, true],
  ['percent', 100.1, false],
  ['percent', -1, false],
  ['number', -5, true],
  ['rank', 1, true],
  ['rank', 2.5, false],
  ['milestone', 1, true],
  ['milestone', 0.5, false],
] as const)('a value of measure %s may be %d: %s', (measure, value, fits) => {
  if (fits) expect(() => mustFitMeasure(measure, value)).not.toThrow();
  else expect(() => mustFitMeasure(measure, value)).toThrow('operation.input-invalid');
});
