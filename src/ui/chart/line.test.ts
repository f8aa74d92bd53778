import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extentOf, lastOf, pathOf, plotOf } from './line.ts';

const box = { width: 320, height: 200, show: (value: number) => value.toFixed(0) };

describe('line', () => {
  test.each([
    [[1, 2, 3], 'M0,1L10,2L20,3'],
    [[1, 2, null, 4, 5], 'M0,1L10,2M30,4L40,5'],
    [[null, null], ''],
    [[], ''],
  ])('%j → %s', (values, path) => {
    expect(
      pathOf(
        values,
        (index) => index * 10,
        (value) => value,
      ),
    ).toBe(path);
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
    const labels = Array.from({ length: 24 }, (_, index) => `${(index % 12) + 1}/2026`);
    const marks = plotOf([{ label: 'a', values: labels.map(() => 1) }], labels, box).marks;
    expect(marks.at(-1)?.label).toBe('12/2026');
    const gaps = marks.slice(1).map((mark, index) => mark.x - (marks[index]?.x ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(7 * 7.4);
  });

  test('leaves room for the longest figure at the left', () => {
    const wide = plotOf([{ label: 'a', values: [130_000] }], ['1'], { ...box, show: (value) => `${value} người` });
    const narrow = plotOf([{ label: 'a', values: [1] }], ['1'], box);
    expect(wide.left).toBeGreaterThan(narrow.left + 50);
  });

  test('everything drawn lies within the box, whatever the values and the target', () => {
    const number = fc.integer({ min: -100_000_000, max: 100_000_000 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(fc.array(fc.option(number), { maxLength: 30 }), fc.option(number, { nil: undefined }), (values, target) => {
        const plot = plotOf(
          [{ label: 'a', values }],
          values.map(() => '11/2026'),
          { ...box, target },
        );
        const ends = plot.lines.flatMap(({ end }) => (end ? [end] : []));
        const ys = [...plot.rules.map(({ y }) => y), ...ends.map(({ y }) => y), ...(plot.target === undefined ? [] : [plot.target])];
        expect(ys.filter((y) => !(y >= 0 && y <= box.height - 20))).toEqual([]);
        expect(ends.filter(({ x }) => !(x >= 0 && x <= box.width))).toEqual([]);
      }),
    );
  });
});
