import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hiddenCells, hiddenParts, MINIMUM_GROUP } from './protect.ts';

const sizes = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 14 }), fc.integer({ min: 10, max: 400 })), { minLength: 2, maxLength: 8 });
const table = fc.integer({ min: 2, max: 5 }).chain((width) =>
  fc.array(fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 14 }), fc.integer({ min: 10, max: 400 })), { minLength: width, maxLength: width }), {
    minLength: 2,
    maxLength: 7,
  }),
);

const total = (parts: number[]) => parts.reduce((sum, size) => sum + size, 0);
const hiddenSum = (parts: number[], hidden: boolean[]) => parts.reduce((sum, size, index) => sum + (hidden[index] ? size : 0), 0);

/** Nothing can be worked out from a total that is shown: nobody is in what is hidden, or at least two parts that hold at least the minimum. */
function safe(parts: number[], hidden: boolean[]): boolean {
  const count = hidden.filter(Boolean).length;
  return count === 0 || hiddenSum(parts, hidden) === 0 || (count >= 2 && hiddenSum(parts, hidden) >= MINIMUM_GROUP);
}

describe('parts of a whole that is shown', () => {
  test.each([
    ['nothing is small', [12, 40, 30], [false, false, false]],
    ['a small part takes its smallest sibling with it', [4, 40, 30], [true, false, true]],
    ['two small parts that make up ten hide nobody else', [4, 6, 30], [true, true, false]],
    ['two small parts below ten take a third', [1, 2, 30, 50], [true, true, true, false]],
    ['nine is small, ten is not', [9, 10, 10], [true, true, false]],
    ['an empty part is shown', [0, 40, 30], [false, false, false]],
    ['an empty part is hidden where nothing else keeps the remainder from telling', [0, 9], [true, true]],
  ])('%s', (_, parts, hidden) => {
    expect(hiddenParts(parts)).toEqual(hidden);
  });

  test('every small part is hidden, and a total of ten or more gives none away', () => {
    fc.assert(
      fc.property(sizes, (parts) => {
        const hidden = hiddenParts(parts);
        parts.forEach((size, index) => size > 0 && size < MINIMUM_GROUP && expect(hidden[index]).toBe(true));
        if (total(parts) >= MINIMUM_GROUP) expect(safe(parts, hidden)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a table of units by parts', () => {
  const columnOf = <T>(rows: T[][], at: number): T[] => rows.flatMap((row) => row.slice(at, at + 1));

  test('no row and no column whose total may be shown has exactly one hidden cell, or hidden cells below the minimum', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const hidden = hiddenCells(rows);
        rows.forEach((row, index) => total(row) >= MINIMUM_GROUP && expect(safe(row, hidden[index] ?? [])).toBe(true));
        (rows[0] ?? []).forEach((_, at) => total(columnOf(rows, at)) >= MINIMUM_GROUP && expect(safe(columnOf(rows, at), columnOf(hidden, at))).toBe(true));
        rows.forEach((row, index) => row.forEach((size, at) => size > 0 && size < MINIMUM_GROUP && expect(hidden[index]?.[at]).toBe(true)));
      }),
      { numRuns: 2000 },
    );
  });

  test('of a row whose total is hidden nothing is shown, and the columns stay safe', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const hidden = hiddenCells(rows, MINIMUM_GROUP, [], [true]);
        expect(hidden[0]?.every(Boolean)).toBe(true);
        (rows[0] ?? []).forEach((_, at) => total(columnOf(rows, at)) >= MINIMUM_GROUP && expect(safe(columnOf(rows, at), columnOf(hidden, at))).toBe(true));
      }),
      { numRuns: 1000 },
    );
  });

  test('a column whose total is hidden above is hidden throughout, and its rows stay safe', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const hidden = hiddenCells(rows, MINIMUM_GROUP, [true]);
        rows.forEach((row, index) => {
          if ((row[0] ?? 0) > 0) expect(hidden[index]?.[0]).toBe(true);
          if (total(row) >= MINIMUM_GROUP) expect(safe(row, hidden[index] ?? [])).toBe(true);
        });
      }),
      { numRuns: 1000 },
    );
  });
});
