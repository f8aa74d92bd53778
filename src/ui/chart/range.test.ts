import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headingOf } from './range.ts';

const box = { width: 320, height: 220, show: (value: number) => value.toFixed(0), name: (x: number) => String(x), marks: [0, 50, 100] };

test('a promise that has nothing to show is drawn empty', () => {
  expect(headingOf({ values: [], plan: [], goal: undefined, range: [] }, box)).toMatchObject({ values: '', plan: '', range: '', points: [], goal: undefined });
});

test('the goal stands at the right, the range reaches to it', () => {
  const plot = headingOf(
    {
      values: [{ x: 0, value: 10 }],
      plan: [
        { x: 0, value: 10 },
        { x: 100, value: 80 },
      ],
      goal: { x: 100, value: 80 },
      range: [
        { x: 0, value: 10, lower: 10, upper: 10 },
        { x: 100, value: 60, lower: 40, upper: 90 },
      ],
    },
    box,
  );
  expect(plot.goal?.x).toBe(plot.right);
  expect(plot.marks.at(-1)).toMatchObject({ label: '100' });
  expect(plot.range).toContain(`${plot.right}`);
});

test('everything drawn lies within the box, whatever the values', () => {
  const number = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((tenths) => tenths / 10);
  const at = fc.record({ x: fc.integer({ min: 0, max: 3000 }), value: number });
  fc.assert(
    fc.property(fc.array(at, { maxLength: 20 }), fc.option(at, { nil: undefined }), (values, goal) => {
      const plot = headingOf({ values, plan: values, goal, range: values.map((one) => ({ ...one, lower: one.value - 5, upper: one.value + 5 })) }, box);
      for (const { x, y } of [...plot.points, ...(plot.goal === undefined ? [] : [plot.goal])]) {
        expect(x >= 0 && x <= box.width && y >= 0 && y <= box.height).toBe(true);
      }
    }),
  );
});
