import { expect, test } from 'vitest';
import type { Problem } from '#base/problem/index.ts';
import { heldOn, isOpen, mustBeComplete, renewedSpan } from './rules.ts';

const held = { id: 'x', validFrom: '2025-01-10', validTo: '2027-01-10', way: 'completed' };

test.each([
  ['2026-11-10', 'valid'],
  ['2026-11-11', 'renewable'],
  ['2027-01-09', 'renewable'],
  ['2027-01-10', 'lapsed'],
])('a certification until 10 January 2027 with a window of 60 days is on %s %s', (day, state) => {
  expect(heldOn(held, 60, day)).toMatchObject({ state, opensOn: '2026-11-11', validTo: '2027-01-10' });
});

test('one that holds for good never ends and never opens', () => {
  expect(heldOn({ ...held, validTo: 'infinity' }, 60, '2099-01-01')).toMatchObject({ state: 'valid', opensOn: null, validTo: null });
});

test.each([
  ['2026-12-01', '2027-01-10', '2029-01-10'],
  ['2027-02-15', '2027-02-15', '2029-02-15'],
])('renewed on %s it holds from %s until before %s: early renewal loses no day, late renewal shows the gap', (earned, validFrom, validTo) => {
  expect(renewedSpan(held, earned, 24)).toEqual({ validFrom, validTo });
});

test('what comes first must be met', () => {
  expect(isOpen({}, new Set())).toBe(true);
  expect(isOpen({ after: 'a' }, new Set())).toBe(false);
  expect(isOpen({ after: 'a' }, new Set(['a']))).toBe(true);
});

const part = (course: string, more: object = {}) => ({ course, need: 'mandatory' as const, ...more });
const whole = { parts: [part('a'), part('b', { after: 'a' })], renewals: [{ kind: 'checks' as const }], optionalNeeded: 0, validMonths: 24, windowDays: 90 };

test('a curriculum that can be completed and renewed is taken', () => expect(() => mustBeComplete(whole)).not.toThrow());

test('the window may be one day shorter than the shortest month', () => expect(() => mustBeComplete({ ...whole, validMonths: 1, windowDays: 27 })).not.toThrow());

test.each([
  [{ parts: [part('a'), part('a')] }, 'course-twice'],
  [{ optionalNeeded: 1 }, 'too-many-optional'],
  [{ parts: [{ course: 'a', need: 'optional' as const }] }, 'nothing-needed'],
  [{ parts: [part('a', { testArea: '3' })] }, 'test-half'],
  [{ parts: [part('a', { after: 'b' }), part('b', { after: 'a' })] }, 'circle'],
  [{ parts: [part('a', { after: 'elsewhere' })] }, 'circle'],
  [{ renewals: [] }, 'renewal-missing'],
  [{ validMonths: undefined }, 'renewal-useless'],
  [{ renewals: [{ kind: 'course' as const }] }, 'renewal-half'],
  [{ validMonths: 1, windowDays: 28 }, 'window-long'],
  [{ renewals: [{ kind: 'hours' as const, minutes: 60, course: 'a' }] }, 'renewal-half'],
])('a curriculum with %j is refused: %s', (change, code) => {
  let problem: Problem | undefined;
  try {
    mustBeComplete({ ...whole, ...change });
  } catch (error) {
    problem = error instanceof Error && 'errors' in error ? (error as Problem) : undefined;
  }
  expect(problem?.errors.map((one) => one.code)).toContain(`learning-who.${code}`);
});
