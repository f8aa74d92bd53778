import { assert, double, array, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { addedChange, meanChange, sayOf } from './rules.ts';

test('nobody or one person gives no change', () => {
  expect(meanChange([])).toBeUndefined();
  expect(meanChange([{ before: 0, after: 1 }])).toBeUndefined();
});

// Differences 0.2, 0.4, 0.6: mean 0.4, deviation 0.2, standard error 0.2 / √3 = 0.11547; ± 1.96 × 0.11547 = 0.22632.
test('a change by hand', () => {
  const change = meanChange([0.2, 0.4, 0.6].map((after) => ({ before: 0, after })));
  expect(change?.change).toBeCloseTo(0.4, 10);
  expect(change?.standardError).toBeCloseTo(0.11547, 5);
  expect([change?.from, change?.to].map((one) => Number(one?.toFixed(4)))).toEqual([0.1737, 0.6263]);
});

test('what the course added is the difference of both changes, with both uncertainties', () => {
  const added = addedChange({ people: 30, change: 0.5, standardError: 0.3, from: 0, to: 1 }, { people: 20, change: 0.1, standardError: 0.4, from: 0, to: 1 });
  expect(added).toMatchObject({ people: 50, standardError: 0.5 });
  expect(added.change).toBeCloseTo(0.4, 10);
  expect(sayOf(added)).toBe('open');
});

test.each([
  [0.1, 0.9, 'up'],
  [-0.9, -0.1, 'down'],
  [-0.1, 0.9, 'open'],
])('a range from %f to %f says %s', (from, to, says) => expect(sayOf({ people: 10, change: 0, standardError: 0, from, to })).toBe(says));

test('moving everybody by the same amount moves the change by it and leaves the uncertainty', () => {
  const ability = double({ min: -4, max: 4, noNaN: true });
  assert(
    property(array(record({ before: ability, after: ability }), { minLength: 2, maxLength: 40 }), ability, (pairs, by) => {
      const [plain, moved] = [meanChange(pairs), meanChange(pairs.map(({ before, after }) => ({ before, after: after + by })))];
      expect(moved?.change).toBeCloseTo((plain?.change ?? 0) + by, 8);
      expect(moved?.standardError).toBeCloseTo(plain?.standardError ?? 0, 8);
    }),
  );
});
