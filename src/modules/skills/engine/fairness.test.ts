import { describe, expect, test } from 'vitest';
import { tailOfChiSquare } from './chi-square.ts';
import { driftBetween, mantelHaenszel, probability, randomOf, strataOf, type Stratum } from './index.ts';

const stratum = (a: number, b: number, c: number, d: number): Stratum => ({ reference: { right: a, wrong: b }, focal: { right: c, wrong: d } });

// Bickel, Hammel & O'Connell 1975, admissions to six departments; values as R's mantelhaen.test gives them.
const BERKELEY = [
  stratum(512, 313, 89, 19),
  stratum(353, 207, 17, 8),
  stratum(120, 205, 202, 391),
  stratum(138, 279, 131, 244),
  stratum(53, 138, 94, 299),
  stratum(22, 351, 24, 317),
];

describe('Mantel–Haenszel', () => {
  test('on the admissions to Berkeley: odds ratio, chi-square, p and error as published', () => {
    const found = mantelHaenszel(BERKELEY);
    expect(found?.oddsRatio).toBeCloseTo(0.9046968, 6);
    expect(found?.chiSquare).toBeCloseTo(1.4269, 4);
    expect(found?.p).toBeCloseTo(0.2323, 4);
    // The published 95 % interval of the odds ratio is 0.7719074 to 1.0603298.
    expect(found?.deltaError).toBeCloseTo((2.35 * Math.log(1.0603298 / 0.7719074)) / (2 * 1.959964), 5);
    expect(found?.class).toBe('A');
  });

  test.each([
    ['as easy for both', [stratum(500, 500, 500, 500)], 'A'],
    ['different, but too few to tell', [stratum(6, 4, 4, 6)], 'A'],
    ['moderately harder for the focal group', [stratum(620, 380, 500, 500)], 'B'],
    ['much harder for the focal group', [stratum(800, 200, 500, 500)], 'C'],
    ['much easier for the focal group', [stratum(500, 500, 800, 200)], 'C'],
  ] as const)('%s', (_what, strata, expected) => {
    const found = mantelHaenszel(strata);
    expect(found?.class).toBe(expected);
  });

  test('harder for the focal group is a delta below 0', () => {
    expect(mantelHaenszel([stratum(800, 200, 500, 500)])?.delta).toBeLessThan(-1.5);
  });

  test('says nothing where a group is missing or nobody was wrong', () => {
    expect(mantelHaenszel([stratum(5, 5, 0, 0), stratum(0, 0, 3, 4)])).toBeNull();
    expect(mantelHaenszel([stratum(5, 0, 4, 0)])).toBeNull();
  });

  test('a group that is weaker as a whole is not taken for an unfair item; an unfair item is found', () => {
    const random = randomOf('fair');
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const found = [0, 1].map((harder) => {
      const answers = Array.from({ length: 6000 }, (_, k) => {
        const focal = k % 3 === 0;
        const theta = normal() - (focal ? 0.8 : 0);
        return { focal, matchedBy: theta, right: random() < probability({ a: 1.2, b: focal ? harder : 0, c: 0, d: 1 }, theta) };
      });
      return mantelHaenszel(strataOf(answers, 20));
    });
    expect(found.map((one) => one?.class)).toEqual(['A', 'C']);
  });
});

test('strata keep equal values together and lose nobody', () => {
  const answers = [1, 1, 1, 1, 2, 3].map((matchedBy, k) => ({ focal: k % 2 === 0, right: true, matchedBy }));
  const sizes = strataOf(answers, 3).map(({ reference, focal }) => reference.right + focal.right);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(6);
  expect(Math.max(...sizes)).toBeGreaterThanOrEqual(4);
});

describe('drift', () => {
  const errors = { a: 0.1, b: 0.1 };
  const earlier = [-2, -1, 0, 1, 2].map((b, k) => ({ id: `i${k}`, a: 1, b, errors }));

  test('people who have learnt, and a stretched scale, are not drift', () => {
    const later = earlier.map(({ id, b }) => ({ id, a: 2, b: b / 2 - 0.7, errors }));
    for (const { a, b } of driftBetween(earlier, later)) expect([a.by, b.by]).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
  });

  test('one item that has become easier stands out, with the error of the difference', () => {
    const later = earlier.map((item) => (item.id === 'i2' ? { ...item, b: -1 } : item));
    const drift = driftBetween(earlier, later);
    expect(drift.find(({ id }) => id === 'i2')?.b).toMatchObject({ by: expect.closeTo(-0.8, 1), standardError: expect.closeTo(0.14, 2) });
    expect(drift.filter(({ b }) => Math.abs(b.z ?? 0) > 2.58).map(({ id }) => id)).toEqual(['i2']);
  });

  test('an unknown error stays unknown, and one item in both is not enough', () => {
    const later = earlier.map((item) => ({ ...item, errors: { a: null, b: null } }));
    expect(driftBetween(earlier, later)[0]?.b).toEqual({ by: expect.closeTo(0, 9), standardError: null, z: null });
    expect(driftBetween(earlier, later.slice(0, 1))).toEqual([]);
  });
});

// Tables of the chi-square distribution.
test.each([
  [3.841459, 1, 0.05],
  [6.634897, 1, 0.01],
  [5.991465, 2, 0.05],
  [18.30704, 10, 0.05],
  [124.3421, 100, 0.05],
  [0, 3, 1],
])('chi-square above %f with %i degrees: %f', (value, degrees, p) => {
  expect(tailOfChiSquare(value, degrees)).toBeCloseTo(p, 6);
});
