import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balance, natureOf, rounded, share, type Method, type Nature, type Part } from './breakdown.ts';

const parts = (...weights: (number | null)[]): Part[] => weights.map((weight, index) => ({ unitId: `u${index}`, weight, value: null }));
const typed = (...values: [weight: number | null, value: number | null][]): Part[] => values.map(([weight, value], index) => ({ unitId: `u${index}`, weight, value }));
const valuesOf = (nature: Nature, method: Method, whole: number | null, given: Part[], decimals = 0) => share(nature, method, whole, given, decimals).map(({ value }) => value);

describe('sharing out', () => {
  test.each([
    ['an amount equally, the remainder to the first', 'amount', 'equal', 100, parts(null, null, null), [34, 33, 33]],
    ['an amount by a set, the remainder to the largest rest', 'amount', 'proportional', 10, parts(1, 1, 2), [3, 2, 5]],
    ['a unit without people gets none of it', 'amount', 'proportional', 10, parts(0, 5), [0, 10]],
    ['a share is the same for each', 'share', 'equal', 80, parts(10, 90), [80, 80]],
    ['done or not is asked of each', 'done', 'equal', null, parts(null, null), [null, null]],
    ['by hand as typed', 'amount', 'by-hand', 10, typed([null, 4], [null, 7]), [4, 7]],
  ] as const)('%s', (_, nature, method, whole, given, values) => {
    expect(valuesOf(nature, method, whole, [...given])).toEqual(values);
  });

  test.each([
    ['no unit', 'amount', 'equal', 10, [], 'plans.no-units'],
    ['a share by a set', 'share', 'proportional', 80, parts(1, 2), 'plans.share-not-proportional'],
    ['no set chosen', 'amount', 'proportional', 80, parts(null, null), 'plans.weights-missing'],
    ['a set that is empty everywhere', 'amount', 'proportional', 80, parts(0, 0), 'plans.weights-zero'],
    ['done or not by hand', 'done', 'by-hand', null, parts(null), 'plans.done-equal-only'],
    ['a value not typed', 'amount', 'by-hand', 10, typed([null, null]), 'operation.input.required'],
  ] as const)('refuses %s', (_, nature, method, whole, given, code) => {
    expect(() => share(nature, method, whole, [...given], 0)).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ code })] }));
  });

  test('a rank cannot be shared out', () => {
    expect(() => natureOf('rank')).toThrow(expect.objectContaining({ code: 'plans.rank-not-divisible' }));
    expect([natureOf('percent'), natureOf('number'), natureOf('milestone')]).toEqual(['share', 'amount', 'done']);
  });

  test('whatever the weights and decimals, amounts add up to the whole exactly and lie within one step of the exact part', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 2 }),
        fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 130 }),
        (units, decimals, weights) => {
          fc.pre(weights.some((weight) => weight > 0));
          const whole = units / 10 ** decimals;
          const shares = share('amount', 'proportional', whole, parts(...weights), decimals);
          expect(balance('amount', 'at-least', whole, shares, decimals)).toMatchObject({ right: true, difference: 0 });
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          shares.forEach(({ value }, index) => expect(Math.abs((value ?? 0) - (whole * (weights[index] ?? 0)) / total)).toBeLessThan(1.0001 / 10 ** decimals));
        },
      ),
    );
  });
});

describe('checking', () => {
  test.each([
    ['a sum that is one short', 'amount', 'at-least', 100, typed([null, 60], [null, 39]), { comes: 99, difference: -1, right: false }],
    ['a sum that is too much', 'amount', 'at-least', 100, typed([null, 60], [null, 41]), { comes: 101, difference: 1, right: false }],
    ['a sum that fits', 'amount', 'at-least', 100, typed([null, 60], [null, 40]), { comes: 100, difference: 0, right: true }],
    ['shares weighed by people', 'share', 'at-least', 80, typed([900, 90], [100, 0]), { comes: 81, difference: 1, right: true }],
    ['shares that fall short once weighed', 'share', 'at-least', 80, typed([100, 100], [900, 75]), { comes: 77.5, difference: -2.5, right: false }],
    ['shares without weights count the same', 'share', 'at-least', 80, typed([null, 100], [null, 60]), { comes: 80, difference: 0, right: true }],
    ['shares that may be at most', 'share', 'at-most', 5, typed([1, 4], [1, 7]), { comes: 5.5, difference: 0.5, right: false }],
  ] as const)('%s', (_, nature, direction, whole, given, expected) => {
    expect(balance(nature, direction, whole, share(nature, 'by-hand', whole, [...given], 0), 0)).toMatchObject(expected);
  });

  test.each([
    [1.005, 2, 1.01],
    [-1.005, 2, -1.01],
    [2.5, 0, 3],
    [0.1 + 0.2, 2, 0.3],
  ])('%f to %i decimals is %f', (value, decimals, expected) => {
    expect(rounded(value, decimals)).toBe(expected);
  });
});
