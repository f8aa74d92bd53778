import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths } from '#base/day/index.ts';
import { project, type Value } from './projection.ts';
import { studentAt, studentBelow } from './student.ts';

describe("Student's t", () => {
  // The columns 0.90 and 0.975 of the table printed in statistics books.
  test.each([
    [1, 3.078, 12.706],
    [2, 1.886, 4.303],
    [3, 1.638, 3.182],
    [5, 1.476, 2.571],
    [10, 1.372, 2.228],
    [30, 1.31, 2.042],
    [120, 1.289, 1.98],
  ])('with %i degrees of freedom: %f and %f', (degrees, at90, at975) => {
    expect(studentAt(0.9, degrees)).toBeCloseTo(at90, 3);
    expect(studentAt(0.975, degrees)).toBeCloseTo(at975, 3);
  });

  test('is symmetric and undone by its inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 60 }), (below, degrees) => {
        const t = studentAt(below, degrees);
        expect(studentBelow(t, degrees)).toBeCloseTo(below, 9);
        expect(studentBelow(-t, degrees)).toBeCloseTo(1 - below, 9);
      }),
    );
  });
});

const share = { low: 0, high: 100 };
const monthly = (...values: number[]): Value[] => values.map((value, index) => ({ day: addMonths('2026-01-01', index), value }));

describe('a projection', () => {
  test.each([
    ['needs four values', monthly(10, 20, 30), '2026-12-31', 'too-few', 3],
    ['does not reach further than six times its values', monthly(10, 20, 30, 40), '2030-12-31', 'too-far', 4],
    ['is none for a day that has passed', monthly(10, 20, 30, 40, 50), '2026-04-30', 'past', 5],
  ] as const)('%s', (_, values, due, why, points) => {
    expect(project(values, due, share)).toEqual({ kind: 'none', why, points });
  });

  test('of values on a line lies on it, and uses the newest twelve', () => {
    const values = Array.from({ length: 14 }, (_, index) => ({ day: addDays('2026-01-01', index * 10), value: index < 2 ? 99 : index }));
    const made = project(values, addDays('2026-01-01', 200), share);
    expect(made).toMatchObject({ kind: 'made', points: 12, from: '2026-01-21', to: '2026-05-11' });
    expect(made.kind === 'made' && made.at.value).toBeCloseTo(20, 9);
  });

  // By hand: x = 0, 1, 2, 3, 4 (times ten days), y = 2, 4, 5, 4, 5: slope 0.6, middle 4, s² = 0.8; at x = 6 the middle is 6.4 and
  // the half width t(0.90; 3) · √0.8 · √(1 + 1/5 + 16/10) = 1.6377 · 0.8944 · 1.6733.
  test('has the prediction interval of the textbook', () => {
    const values = [2, 4, 5, 4, 5].map((value, index) => ({ day: addDays('2026-01-01', index * 10), value }));
    const made = project(values, addDays('2026-01-01', 60), share);
    if (made.kind === 'none') throw new Error(made.why);
    expect(made.at.value).toBeCloseTo(6.4, 9);
    expect(made.at.upper - made.at.value).toBeCloseTo(1.6377 * Math.sqrt(0.8) * Math.sqrt(2.8), 3);
    expect(made.perYear).toBeCloseTo(0.06 * 365.25, 9);
  });

  const anyValues = fc
    .uniqueArray(fc.integer({ min: 0, max: 1500 }), { minLength: 4, maxLength: 30 })
    .chain((days) =>
      fc
        .array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: days.length, maxLength: days.length })
        .map((values) => ({ days: days.toSorted((a, b) => a - b), values })),
    )
    .map(({ days, values }) => days.map((day, index) => ({ day: addDays('2022-01-01', day), value: values[index] ?? 0 })));

  test('never crosses its own range, never leaves what is possible, and widens with time', () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 1, max: 2000 }), (values, ahead) => {
        const due = addDays(values.at(-1)?.day ?? '', ahead);
        const [bounded, free] = [project(values, due, share), project(values, due, { low: null, high: null })];
        if (bounded.kind === 'none' || free.kind === 'none') return;
        for (const { value, lower, upper } of [bounded.at, ...bounded.path]) {
          expect(lower).toBeLessThanOrEqual(value);
          expect(upper).toBeGreaterThanOrEqual(value);
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(upper).toBeLessThanOrEqual(100);
        }
        const widths = free.path.map(({ lower, upper }) => upper - lower);
        widths.slice(1).forEach((width, index) => expect(width).toBeGreaterThanOrEqual((widths[index] ?? 0) - 1e-9));
        expect(free.path.at(-1)).toEqual(free.at);
        expect(free.path.map(({ day }) => day)).toEqual(free.path.map(({ day }) => day).toSorted());
      }),
    );
  });
});
