import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawOrder } from './draw.ts';
import { expectedWrong, shareUnderstood, wilson } from './share.ts';

const rates = { falseYes: 0.05, falseNo: 0.05 };

// Wilson (1927), as printed in many tables: 81 of 263.
test('the interval of 81 of 263 is that of the literature', () => {
  const found = wilson(81, 263);
  expect(found?.from).toBeCloseTo(0.2553, 4);
  expect(found?.to).toBeCloseTo(0.3662, 4);
});

// Rogan and Gladen (1978): (t + specificity − 1) / (sensitivity + specificity − 1).
test.each([
  [50, 100, 0.5],
  [95, 100, 1],
  [86, 100, 0.9],
  [5, 100, 0],
  [2, 100, 0],
])('%i of %i taken to have understood are a share of %d', (yes, n, share) => {
  const found = shareUnderstood(yes, n, rates);
  expect(found?.share).toBeCloseTo(share, 12);
  expect(found?.from).toBeLessThanOrEqual(share + 1e-12);
  expect(found?.to).toBeGreaterThanOrEqual(share - 1e-12);
});

test('nobody tested, or a test that tells nothing, has no share', () => {
  expect(shareUnderstood(0, 0, rates)).toBeUndefined();
  expect(shareUnderstood(1, 2, { falseYes: 0.5, falseNo: 0.5 })).toBeUndefined();
});

test('the interval holds the true share in about 95 of 100 campaigns', () => {
  let [state, held] = [7, 0];
  const next = (): number => ((state = (state * 48_271) % 2_147_483_647) - 1) / 2_147_483_646;
  for (let campaign = 0; campaign < 1000; campaign += 1) {
    let yes = 0;
    for (let person = 0; person < 300; person += 1) {
      const understood = next() < 0.8;
      yes += next() < (understood ? 0.95 : 0.05) ? 1 : 0;
    }
    const found = shareUnderstood(yes, 300, rates);
    if (found !== undefined && found.from <= 0.8 && found.to >= 0.8) held += 1;
  }
  expect(held).toBeGreaterThan(930);
  expect(held).toBeLessThan(975);
});

test('wrongly judged people are added up over the rounds', () => {
  // 100 sat, 86 passed: 90 had understood; 10 × 5 % and 90 × 5 %.
  expect(expectedWrong([{ sat: 100, passed: 86 }], rates).takenForUnderstood).toBeCloseTo(0.5, 9);
  expect(expectedWrong([{ sat: 100, passed: 86 }], rates).takenForNotYet).toBeCloseTo(4.5, 9);
  expect(
    expectedWrong(
      [
        { sat: 100, passed: 86 },
        { sat: 10, passed: 5 },
      ],
      rates,
    ).takenForUnderstood,
  ).toBeCloseTo(0.75, 9);
});

const bank = Array.from({ length: 16 }, (_, at) => ({ family: `f${at % 8}`, itemId: `i${at}`, itemVersion: 1 }));

test('a test asks one item of each family, and the second one no item of the first', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 3, max: 8 }), (one, two, asked) => {
      const first = drawOrder(bank, [], [], one);
      expect(new Set(first.map(({ family }) => family)).size).toBe(8);
      const met = first.slice(0, asked).map((item) => ({ ...item, correct: true }));
      const second = drawOrder(bank, met, [], two);
      expect(second.filter(({ itemId }) => met.some((item) => item.itemId === itemId))).toEqual([]);
    }),
  );
});

test('all questions about what changed are asked first, by turns, then what was answered wrongly', () => {
  const order = drawOrder(bank, [{ family: 'f3', itemId: 'i3', correct: false }], ['f5'], 'seed');
  expect(order.slice(0, 3).map(({ family, itemId }) => [family, itemId === 'i3'])).toEqual([
    ['f5', false],
    ['f5', false],
    ['f3', false],
  ]);
  expect(new Set(order.map(({ itemId }) => itemId)).size).toBe(9);
  expect(
    drawOrder(bank, [], ['f5', 'f2'], 'seed')
      .slice(0, 4)
      .map(({ family }) => family)
      .join(' '),
  ).toMatch(/^(f5 f2 f5 f2|f2 f5 f2 f5)$/);
});
