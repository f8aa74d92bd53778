import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocateSteps, isDrawn } from './allocation.ts';
import { DEFAULT_PLAN } from '../understanding/sequential.ts';
import { changeOf, effectOf, studentPoint } from './estimate.ts';
import { renewalShare } from './faded.ts';

const units = Array.from({ length: 126 }, (_, at) => `unit-${at}`);

test('steps are as equal as they can be, and the same for the same seed only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.string({ minLength: 4 }), (steps, seed) => {
      const drawn = allocateSteps(units, steps, seed);
      const sizes = [...Map.groupBy(drawn.values(), (step) => step).values()].map((own) => own.length);
      expect(sizes).toHaveLength(steps);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(allocateSteps(units.toReversed(), steps, seed)).toEqual(drawn);
    }),
  );
  expect(allocateSteps(units, 3, 'a')).not.toEqual(allocateSteps(units, 3, 'b'));
});

test('a sample has about its share', () => {
  const drawn = Array.from({ length: 10_000 }, (_, at) => isDrawn(`line-${at}`, 0.1, 'seed')).filter(Boolean).length;
  expect(drawn).toBeGreaterThan(880);
  expect(drawn).toBeLessThan(1120);
});

// Student's t, 97.5 %, as printed in tables.
test.each([
  [3, 3.182],
  [5, 2.571],
  [10, 2.228],
  [30, 2.042],
])('97.5 %% of Student with %i degrees of freedom', (df, point) => expect(Math.abs(studentPoint(df) - point)).toBeLessThan(0.006));

test('a difference of units is found with its interval, and not with too few units', () => {
  const told = [0.8, 0.9, 0.85, 0.95].map((mean) => ({ told: true, n: 20, mean }));
  const untold = [0.6, 0.7, 0.65, 0.55].map((mean) => ({ told: false, n: 20, mean }));
  const effect = effectOf([...told, ...untold]);
  expect(effect?.difference).toBeCloseTo(0.25, 9);
  // Standard error 0.04564, six degrees of freedom: 2.447.
  expect(effect?.from).toBeCloseTo(0.1383, 3);
  expect(effect?.to).toBeCloseTo(0.3617, 3);
  expect(effectOf([...told, ...untold.slice(0, 2)])).toBeUndefined();
});

test('people measured twice are compared with themselves', () => {
  const pairs = Array.from({ length: 20 }, (_, at) => ({ before: at / 40, after: at / 40 + 0.1 + (at % 2) * 0.1 }));
  expect(changeOf(pairs)?.difference).toBeCloseTo(0.15, 9);
  expect(changeOf(pairs.slice(0, 9))).toBeUndefined();
});

test('refreshing is proposed where less than 80 % still understand, and nothing is said of fewer than ten', () => {
  expect(renewalShare(DEFAULT_PLAN, { answered: 9, understood: 1 })).toBeUndefined();
  expect(renewalShare(DEFAULT_PLAN, { answered: 40, understood: 24 })).toMatchObject({ faded: true });
  expect(renewalShare(DEFAULT_PLAN, { answered: 40, understood: 38 })).toMatchObject({ faded: false });
});
