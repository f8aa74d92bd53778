import { expect, test } from 'vitest';
import { pageOf, pagesOf } from './index.ts';

test.each([
  ['nobody', 0, 1],
  ['less than a page', 24, 1],
  ['exactly a page', 25, 1],
  ['one more', 26, 2],
  ['many', 130_000, 5200],
])('a list of %s has its pages, and at least one', (_title, total, pages) => {
  expect(pagesOf(total, 25)).toBe(pages);
});

test('pages follow each other without a gap and without a row twice, and the last one holds the last row', () => {
  const [total, size] = [101, 25];
  const cuts = Array.from({ length: pagesOf(total, size) }, (_, index) => pageOf(index + 1, size));
  expect(cuts.map(({ offset }) => offset)).toEqual([0, 25, 50, 75, 100]);
  expect(cuts.every(({ limit }) => limit === size)).toBe(true);
});
