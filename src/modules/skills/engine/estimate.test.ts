import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slopes } from './model.ts';
import { GRID, valuesOf } from './posterior.ts';
import {
  deviationOf,
  eap,
  estimate,
  information,
  intervalOf,
  isBounded,
  map,
  meanOf,
  ml,
  posteriorOf,
  priorOn,
  probability,
  probabilityAbove,
  quantileOf,
  totalInformation,
  wle,
  type Answer,
  type Curve,
  type Estimator,
} from './index.ts';
import { LSAT6, LSAT7, type PatternRow, type Section } from './testing.ts';

const twoPl = (a: number, b: number): Curve => ({ a, b, c: 0, d: 1 });

function answersTo({ items }: Section, { pattern }: PatternRow): Answer[] {
  return items.map(([a, b], k) => ({ item: twoPl(a, b), right: pattern[k] === '1' }));
}

describe.each([
  ['LSAT 6, against catR and ltm', LSAT6],
  ['LSAT 7, against mirt', LSAT7],
])('%s', (_name, section) => {
  test.each(section.rows.map((row) => [row.pattern, row] as const))('%s', (_pattern, row) => {
    const answers = answersTo(section, row);
    const [posterior, likely] = [eap(answers), ml(answers)];
    expect(Math.abs(posterior.theta - row.eap[0])).toBeLessThan(1e-5);
    expect(Math.abs(posterior.standardError - row.eap[1])).toBeLessThan(1e-5);
    expect(Math.abs(map(answers).theta - row.map)).toBeLessThan(1e-4);
    expect(estimate(answers, 'wle')).toMatchObject({ theta: expect.closeTo(row.wle, 4) });
    if (row.ml === null) expect(likely).toEqual({ unbounded: row.pattern === '11111' ? 'above' : 'below' });
    else expect(likely).toEqual({ theta: expect.closeTo(row.ml[0], 3), standardError: expect.closeTo(row.ml[1], 3) });
  });
});

// mirt, fscores of sum scores with the 2PL of LSAT 7.
test('LSAT 7 by the number of right answers: θ, error, people expected and reliability, as mirt publishes them', () => {
  const theta = valuesOf(GRID);
  const prior = priorOn().mass;
  const chances = LSAT7.items.map(([a, b]) => theta.map((at) => probability(twoPl(a, b), at)));
  let byScore: Float64Array[] = [theta.map(() => 1)];
  for (const own of chances)
    byScore = Array.from({ length: byScore.length + 1 }, (_, score) =>
      theta.map((_at, k) => (byScore[score]?.[k] ?? 0) * (1 - (own[k] ?? 0)) + (byScore[score - 1]?.[k] ?? 0) * (own[k] ?? 0)),
    );
  const found = byScore.map((likelihood) => {
    const joint = likelihood.map((chance, k) => chance * (prior[k] ?? 0));
    const share = joint.reduce((sum, one) => sum + one, 0);
    const posterior = { grid: GRID, mass: joint.map((one) => one / share) };
    return { share, theta: meanOf(posterior), error: deviationOf(posterior) };
  });
  const close = (values: number[], published: number[], by: number) => published.forEach((value, k) => expect(Math.abs((values[k] ?? NaN) - value)).toBeLessThan(by));
  close(
    found.map((one) => one.theta),
    [-1.8698, -1.4319, -0.9488, -0.4132, 0.1517, 0.7272],
    0.0005,
  );
  close(
    found.map((one) => one.error),
    [0.6927, 0.6839, 0.6942, 0.7211, 0.7588, 0.8009],
    0.0005,
  );
  close(
    found.map((one) => 1000 * one.share),
    [10.09, 44.66, 109.77, 207.74, 319.19, 308.55],
    0.02,
  );
  const explained = found.reduce((sum, one) => sum + one.share * one.theta ** 2, 0);
  expect(explained).toBeCloseTo(0.432, 3);
});

// Magis & Raîche 2012 (catR), bank TCALS, items 1 to 3.
test.each([
  [{ a: 2.225, b: -1.885, c: 0.21, d: 1 }, 0.9882607651, 0.05707216668],
  [{ a: 1.174, b: -2.411, c: 0.212, d: 1 }, 0.956110482, 0.05641717493],
  [{ a: 2.104, b: -2.439, c: 0.192, d: 1 }, 0.9952553548, 0.02085668254],
])('chance and information of a 3PL item at 0, as catR gives them', (item, chance, worth) => {
  expect(probability(item, 0)).toBeCloseTo(chance, 9);
  expect(information(item, 0)).toBeCloseTo(worth, 9);
});

test('the slopes of a 4PL curve are its derivatives', () => {
  const item = { a: 1.3, b: 0.4, c: 0.2, d: 0.95 };
  const h = 1e-4;
  for (const theta of [-2, 0, 0.4, 1.7]) {
    const [below, here, above] = [theta - h, theta, theta + h].map((at) => probability(item, at)) as [number, number, number];
    const { first, second } = slopes(item, here);
    expect(first).toBeCloseTo((above - below) / (2 * h), 6);
    expect(second).toBeCloseTo((above - 2 * here + below) / (h * h), 5);
  }
});

// The six answers in the unit test of Pix's flash algorithm, whose own estimate depends on their order; N(0, 1.5) on its grid.
describe('six answers in any order', () => {
  const six: [number, number, boolean][] = [
    [1.06665273005823, -0.030736508016524, false],
    [1.38594509996278, -1.69218011589622, true],
    [2.50948587856458, -1.82670103354638, false],
    [1.21015304225808, -1.5526216455839, true],
    [1.02282430250024, -0.917927344545694, true],
    [0.711777117426424, -1.83253533603, true],
  ];
  const pix = { grid: { from: -9, to: 9, points: 81 }, prior: { mean: 0, deviation: Math.sqrt(1.5) } };
  const answers = six.map(([a, b, right]) => ({ item: twoPl(a, b), right }));

  test.each([
    [1, -0.6086],
    [2, -0.312],
    [3, -1.5807],
    [4, -1.341],
    [5, -1.1129],
    [6, -1.0118],
  ])('after %i', (count, theta) => {
    expect(eap(answers.slice(0, count), pix).theta).toBeCloseTo(theta, 4);
  });

  test('one value for all 720 orders', () => {
    const values = permutations(answers).map((order) => eap(order, pix));
    expect(values).toHaveLength(720);
    for (const { theta, standardError } of values) {
      expect(Math.abs(theta - (values[0]?.theta ?? 0))).toBeLessThan(1e-9);
      expect(standardError).toBeCloseTo(0.626, 3);
    }
  });
});

const curve = fc.record({
  a: fc.double({ min: 0.3, max: 3, noNaN: true }),
  b: fc.double({ min: -3, max: 3, noNaN: true }),
  c: fc.constantFrom(0, 0.2, 0.25),
  d: fc.constantFrom(1, 0.98),
});
const someAnswers = fc.array(fc.record({ item: curve, right: fc.boolean() }), { minLength: 1, maxLength: 40 });

describe('for any items and answers', () => {
  test('EAP does not depend on the order', () => {
    fc.assert(
      fc.property(
        someAnswers.chain((answers) => fc.tuple(fc.constant(answers), fc.shuffledSubarray(answers, { minLength: answers.length, maxLength: answers.length }))),
        ([answers, shuffled]) => {
          expect(eap(shuffled).theta).toBeCloseTo(eap(answers).theta, 9);
          expect(eap(shuffled).standardError).toBeCloseTo(eap(answers).standardError, 9);
        },
      ),
    );
  });

  test('a right answer instead of a wrong one never lowers EAP or MAP of 2PL items', () => {
    const answersOf2Pl = fc.array(fc.record({ item: curve.map(({ a, b }) => twoPl(a, b)), right: fc.boolean() }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(answersOf2Pl, fc.nat(), (answers, place) => {
        const changed = answers.map((answer, k) => (k === place % answers.length ? { ...answer, right: true } : answer));
        expect(eap(changed).theta).toBeGreaterThanOrEqual(eap(answers).theta - 1e-9);
        expect(map(changed).theta).toBeGreaterThanOrEqual(map(answers).theta - 1e-6);
      }),
    );
  });

  test('more information at θ means a smaller error of MAP, and the error is that of the formula', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const { theta, standardError } = map(answers);
        expect(
          standardError ** -2 -
            totalInformation(
              answers.map(({ item }) => item),
              theta,
            ),
        ).toBeCloseTo(1, 6);
      }),
    );
  });

  test('ML is either at a place where the slope of the likelihood vanishes, or unbounded; WLE always has a value', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const found = ml(answers);
        const slopeAt = (theta: number) =>
          answers.reduce((sum, { item, right }) => {
            const p = probability(item, theta);
            return sum + ((right ? 1 : 0) - p) * (slopes(item, p).first / (p * (1 - p)));
          }, 0);
        if (isBounded(found)) expect(Math.abs(slopeAt(found.theta))).toBeLessThan(1e-6);
        if (answers.every(({ right, item }) => right && item.d === 1)) expect(found).toEqual({ unbounded: 'above' });
        expect(isBounded(wle(answers))).toBe(true);
      }),
    );
  });

  test('the same answers twice make the error of EAP smaller, about by √2', () => {
    const answers = Array.from({ length: 40 }, (_, k) => ({ item: twoPl(1.2, (k % 9) / 4 - 1), right: k % 2 === 0 }));
    expect(eap(answers).standardError / eap([...answers, ...answers]).standardError).toBeCloseTo(Math.SQRT2, 1);
  });
});

test('without answers EAP is the prior, ML and WLE are unbounded', () => {
  expect(eap([])).toEqual({ theta: expect.closeTo(0, 9), standardError: expect.closeTo(1, 6) });
  expect(map([])).toEqual({ theta: expect.closeTo(0, 9), standardError: 1 });
  for (const estimator of ['ml', 'wle'] satisfies Estimator[]) expect(isBounded(estimate([], estimator))).toBe(false);
});

test('a pattern that only guessing explains is unbounded downwards under ML', () => {
  const guessable = { a: 2, b: 0, c: 0.25, d: 1 };
  const answers = Array.from({ length: 8 }, (_, k) => ({ item: guessable, right: k < 1 }));
  expect(ml(answers)).toEqual({ unbounded: 'below' });
});

test('thousands of answers do not vanish', () => {
  const answers = Array.from({ length: 5000 }, (_, k) => ({ item: twoPl(1, 0), right: k % 4 !== 0 }));
  expect(eap(answers).theta).toBeCloseTo(Math.log(3), 1);
});

describe('a posterior', () => {
  const normal = priorOn();
  test.each([
    [0, 0.5],
    [1, 0.1587],
    [-1.96, 0.975],
    [0.03, 0.488],
  ])('N(0, 1) lies above %f with %f, also between values of the grid', (cut, share) => {
    expect(probabilityAbove(normal, cut)).toBeCloseTo(share, 3);
  });

  test('its quantiles, interval, mean and deviation agree', () => {
    expect(quantileOf(normal, 0.5)).toBeCloseTo(0, 9);
    expect(intervalOf(normal)).toEqual({ from: expect.closeTo(-1.96, 2), to: expect.closeTo(1.96, 2) });
    const after = posteriorOf([{ item: twoPl(2, 1), right: true }]);
    expect(meanOf(after)).toBeGreaterThan(0.5);
    expect(deviationOf(after)).toBeLessThan(1);
  });
});

function permutations<T>(values: T[]): T[][] {
  if (values.length <= 1) return [values];
  return values.flatMap((value, k) => permutations(values.filter((_, other) => other !== k)).map((rest) => [value, ...rest]));
}
