import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extentOf, lastOf, pathOf, plotOf } from './line.ts';

const box = { width: 320, height: 200, left: 40, right: 16, top: 8, bottom: 24 };

describe('line', () => {
  test.each([
    [[1, 2, 3], 'M0,1L10,2L20,3'],
    [[1, 2, null, 4, 5], 'M0,1L10,2M30,4L40,5'],
    [[null, null], ''],
    [[], ''],
  ])('%j → %s', (values, path) => {
    expect(pathOf(values, (index) => index * 10, (value) => value)).toBe(path);
  });

  test('the last known value, and the extent of the known ones', () => {
    expect(lastOf([1, 5, null])).toEqual({ index: 1, value: 5 });
    expect(lastOf([null])).toBeUndefined();
    expect(extentOf([4, null, -2])).toEqual([-2, 4]);
    expect(extentOf([null])).toEqual([0, 1]);
  });
});

describe('plot', () => {
  test('names the newest label and as many before it as have room', () => {
    const labels = Array.from({ length: 12 }, (_, index) => `${index + 1}/2026`);
    const marks = plotOf([{ label: 'a', values: labels.map(() => 1) }], labels, undefined, box).marks;
    expect(marks.at(-1)?.label).toBe('12/2026');
    expect(marks.length).toBeLessThanOrEqual(5);
  });

  test('everything drawn lies within the box, whatever the values and the target', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.option(number), { maxLength: 30 }), fc.option(number, { nil: undefined }), (values, target) => {
        const plot = plotOf([{ label: 'a', values }], values.map(String), target, box);
        const ys = [...plot.rules.map(({ y }) => y), ...plot.lines.flatMap(({ end }) => (end ? [end.y] : [])), ...(plot.target === undefined ? [] : [plot.target])];
        for (const y of ys) {
          expect(y).toBeGreaterThanOrEqual(box.top - 0.01);
          expect(y).toBeLessThanOrEqual(box.height - box.bottom + 0.01);
        }
      }),
    );
  });
});
