import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BankItem } from '#modules/skills/index.ts';
import { drawItems, hoursOf, isPassed } from './rules.ts';

const bankItem = (itemId: string, family: string, more: Partial<BankItem> = {}): BankItem => ({
  itemId,
  family,
  version: 1,
  competence: '1.1',
  area: '1',
  band: 1,
  kind: 'single',
  life: 'both',
  english: true,
  scored: true,
  reviewed: false,
  a: 1,
  b: 0,
  c: 0,
  source: 'expert',
  ...more,
});
const bank = [
  bankItem('a1', 'a'),
  bankItem('a2', 'a'),
  bankItem('b1', 'b'),
  bankItem('b2', 'b'),
  bankItem('c1', 'c'),
  bankItem('x', 'd', { band: 2 }),
  bankItem('p', 'e', { scored: false }),
];
const part = { competence: '1.1', band: 1, items: 2 };

test('a check has as many items as are asked for, each of another family, of the competence and band, never one on trial', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 4 }), (seed, items) => {
      const drawn = drawItems([{ ...part, items }], bank, new Set(), seed);
      expect(drawn).toHaveLength(Math.min(items, 3));
      expect(new Set(drawn.map(({ family }) => family)).size).toBe(drawn.length);
      expect(drawn.every(({ band, scored }) => band === 1 && scored)).toBe(true);
      expect(drawItems([{ ...part, items }], bank, new Set(), seed)).toEqual(drawn);
    }),
  );
});

test('what was seen comes last, families named are kept to, and other seeds draw other items', () => {
  const seen = new Set(['a1', 'b1']);
  expect(
    drawItems([{ ...part, families: ['a', 'b'] }], bank, seen, 's')
      .map(({ itemId }) => itemId)
      .toSorted(),
  ).toEqual(['a2', 'b2']);
  const draws = new Set(
    Array.from({ length: 20 }, (_, seed) =>
      drawItems([part], bank, new Set(), String(seed))
        .map(({ itemId }) => itemId)
        .join(),
    ),
  );
  expect(draws.size).toBeGreaterThan(2);
});

test.each([
  [2, [true, true, false], true],
  [2, [true, false, false], false],
  [3, [true, true], true],
  [1, [null, null], false],
])('with %i right answers asked for, %j passes: %s', (pass, marks, passed) => {
  expect(
    isPassed(
      pass,
      marks.map((correct) => ({ correct })),
    ),
  ).toBe(passed);
});

test.each([
  [60, 1],
  [75, 1.3],
  [0, 0],
])('%i minutes are %d hours', (minutes, hours) => expect(hoursOf(minutes)).toBe(hours));
