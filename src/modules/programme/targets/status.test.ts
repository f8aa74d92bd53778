import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { project, type Projection, type Value } from './projection.ts';
import { expectedOn, judge, missingFrom, staleFrom, worsens, type Aim, type Status } from './status.ts';

const none = { kind: 'none', why: 'too-few', points: 0 } as const satisfies Projection;
const aim = (more: Partial<Aim> = {}): Aim => ({ direction: 'at-least', value: 80, due: '2030-12-31', baseline: { day: '2025-12-31', value: 30 }, milestones: [], ...more });
const on = (...values: [string, number][]): Value[] => values.map(([day, value]) => ({ day, value }));
const statusOf = (one: Aim, values: Value[], today: string, projection: Projection = none): { status: Status; rules: string[] } => {
  const { status, because } = judge(one, values, today, { projection, periodMonths: 12 });
  return { status, rules: because.map(({ rule }) => rule) };
};
const made = (value: number, lower: number, upper: number): Projection => ({
  kind: 'made',
  at: { day: '2030-12-31', value, lower, upper },
  points: 6,
  from: '2026-01-01',
  to: '2026-06-01',
  perYear: 1,
  error: 1,
  path: [],
});
const rank = aim({ direction: 'at-most', value: 5, baseline: { day: '2025-12-31', value: 15 } });
const done = aim({ direction: 'reached', value: null, baseline: null });

describe('before and on the due day', () => {
  test.each([
    ['no value, no status', aim(), [], '2026-06-01', none, 'no-data', ['none']],
    ['a value to come is none today', aim(), on(['2026-07-01', 90]), '2026-06-01', none, 'no-data', ['none']],
    ['the value is reached early', aim(), on(['2026-05-01', 80]), '2026-06-01', none, 'reached', ['fulfilled']],
    ['two periods without a value are no data', aim(), on(['2026-05-01', 79]), '2028-05-02', none, 'no-data', ['stale']],
    ['on the last day of two periods it still counts', aim(), on(['2026-05-01', 79]), '2028-05-01', none, 'on-track', ['on-path']],
    ['half-way in time and in value is on track', aim(), on(['2028-06-30', 55]), '2028-06-30', none, 'on-track', ['on-path']],
    ['behind the plan, more than half of the way gone, is at risk', aim(), on(['2028-06-30', 45]), '2028-06-30', none, 'at-risk', ['behind']],
    ['less than half of the way that the plan asks for is late', aim(), on(['2028-06-30', 42]), '2028-06-30', none, 'late', ['under-half']],
    ['a value that fell below the baseline is late', aim(), on(['2028-06-30', 25]), '2028-06-30', none, 'late', ['under-half']],
    ['a missed milestone is late', aim({ milestones: on(['2027-12-31', 60]) }), on(['2027-12-31', 59]), '2028-01-01', none, 'late', ['milestone-missed']],
    ['on the day of a milestone it is not yet missed', aim({ milestones: on(['2027-12-31', 60]) }), on(['2027-12-31', 59]), '2027-12-31', none, 'at-risk', ['behind']],
    ['ahead of the plan, but going on so falls short: at risk', aim(), on(['2028-06-30', 60]), '2028-06-30', made(78, 70, 86), 'at-risk', ['projected-short']],
    ['even the best of the range falls short: late', aim(), on(['2028-06-30', 60]), '2028-06-30', made(70, 65, 75), 'late', ['range-short']],
    ['ahead and going on so reaches it: on track', aim(), on(['2028-06-30', 60]), '2028-06-30', made(85, 78, 92), 'on-track', ['on-path']],
    [
      'all reasons are named',
      aim({ milestones: on(['2027-12-31', 60]) }),
      on(['2028-06-30', 31]),
      '2028-06-30',
      made(40, 35, 45),
      'late',
      ['milestone-missed', 'under-half', 'range-short'],
    ],
    ['without baseline the first value is the beginning', aim({ baseline: null }), on(['2026-01-01', 30]), '2026-01-01', none, 'on-track', ['on-path']],
    ['a rank improves downwards: on its way', rank, on(['2028-06-30', 10]), '2028-06-30', none, 'on-track', ['on-path']],
    ['a rank that hardly improves is late', rank, on(['2028-06-30', 14]), '2028-06-30', none, 'late', ['under-half']],
    ['a rank projected to miss with all its range', rank, on(['2028-06-30', 9]), '2028-06-30', made(9, 7, 11), 'late', ['range-short']],
    ['done or not: with time left on track', done, on(['2026-01-01', 0]), '2026-06-01', none, 'on-track', ['time-left']],
    ['done or not: ninety days before, at risk', aim({ ...done, due: '2026-08-29' }), on(['2026-01-01', 0]), '2026-06-01', none, 'at-risk', ['time-short']],
    ['done or not: done', done, on(['2026-01-01', 1]), '2026-06-01', none, 'reached', ['fulfilled']],
    ['on the due day itself it is still open', aim({ due: '2026-06-01' }), on(['2026-05-01', 79]), '2026-06-01', none, 'at-risk', ['behind']],
  ] as const)('%s', (_, one, values, today, projection, status, rules) => {
    expect(statusOf(one, [...values], today, projection)).toEqual({ status, rules });
  });
});

describe('after the due day', () => {
  const past = aim({ due: '2025-12-31', baseline: null });
  test.each([
    ['the value that held decides: short of it', past, on(['2025-12-01', 79.9]), 'not-reached'],
    ['exactly the value is enough', past, on(['2025-12-31', 80]), 'reached'],
    ['what came later does not count', past, on(['2025-12-01', 70], ['2026-01-01', 90]), 'not-reached'],
    ['a value only after the due day is no data for it', past, on(['2026-01-15', 90]), 'no-data'],
    ['a value that fell again before the due day is not reached', past, on(['2025-05-01', 85], ['2025-12-01', 79]), 'not-reached'],
    ['old values still judge', past, on(['2019-05-01', 85]), 'reached'],
    ['a rank from above', aim({ direction: 'at-most', value: 5, due: '2025-12-31' }), on(['2025-12-01', 4]), 'reached'],
    ['a rank below', aim({ direction: 'at-most', value: 5, due: '2025-12-31' }), on(['2025-12-01', 6]), 'not-reached'],
    ['no value at all', past, [], 'no-data'],
  ] as const)('%s', (_, one, values, status) => {
    expect(statusOf(one, [...values], '2026-02-01').status).toBe(status);
  });
});

test('the plan goes from the baseline over the milestones to the value', () => {
  const one = aim({ milestones: on(['2027-12-31', 60]) });
  expect(expectedOn(one, [], '2025-06-01')).toBe(30);
  expect(expectedOn(one, [], '2027-12-31')).toBe(60);
  expect(expectedOn(one, [], '2026-12-31')).toBeCloseTo(45, 5);
  expect(expectedOn(one, [], '2030-12-31')).toBe(80);
  expect(expectedOn(one, [], '2035-01-01')).toBe(80);
  expect(expectedOn(aim({ baseline: null }), [], '2027-01-01')).toBeUndefined();
});

test('when a value is missing, and when the newest is too old', () => {
  expect(missingFrom('2026-06-30', 3)).toBe('2026-11-14');
  expect(staleFrom('2026-06-30', 3)).toBe('2026-12-31');
});

test.each([
  ['on-track', 'at-risk', true],
  ['at-risk', 'late', true],
  ['reached', 'on-track', true],
  ['late', 'at-risk', false],
  ['on-track', 'no-data', false],
  ['no-data', 'late', false],
  ['late', 'late', false],
] as const)('from %s to %s worsens: %s', (before, after, worse) => {
  expect(worsens(before, after)).toBe(worse);
});

test('whatever the values: no status without a value, none but the three after the due day, and always a reason', () => {
  const day = fc.integer({ min: 0, max: 3000 }).map((n) => addDays('2023-01-01', n));
  const values = fc
    .uniqueArray(day, { maxLength: 10 })
    .chain((days) =>
      fc
        .array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: days.length, maxLength: days.length })
        .map((all) => days.toSorted().map((one, at) => ({ day: one, value: all[at] ?? 0 }))),
    );
  const direction = fc.constantFrom('at-least' as const, 'at-most' as const);
  fc.assert(
    fc.property(values, day, day, direction, fc.option(fc.double({ min: 0, max: 100, noNaN: true })), (known, today, due, way, start) => {
      const one = aim({ direction: way, due, baseline: start === null ? null : { day: '2023-01-01', value: start } });
      const before = known.filter((value) => value.day <= today);
      const { status, because } = judge(one, known, today, { projection: project(before, due, { low: 0, high: 100 }), periodMonths: 12 });
      expect(because.length).toBeGreaterThan(0);
      if (today > due) expect(['reached', 'not-reached', 'no-data']).toContain(status);
      else expect(status).not.toBe('not-reached');
      if (known.every((value) => value.day > today)) expect(today > due || status === 'no-data').toBe(true);
      if (known.length === 0) expect(status).toBe('no-data');
    }),
  );
});
