import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import type { Series } from './types.ts';

/** The path of the values in a box, gaps where there is none; a single value gives an empty path. Coordinates with one decimal. */
export function pathOf(values: readonly (number | null)[], x: (index: number) => number, y: (value: number) => number): string {
  const draw = line<{ value: number | null; index: number }>()
    .defined(({ value }) => value !== null)
    .x(({ index }) => x(index))
    .y(({ value }) => y(value ?? 0))
    .digits(1);
  return draw(values.map((value, index) => ({ value, index }))) ?? '';
}

/** Where the last known value stands; undefined when there is none. */
export function lastOf(values: readonly (number | null)[]): { index: number; value: number } | undefined {
  const index = values.findLastIndex((value) => value !== null);
  const value = values[index];
  return value === undefined || value === null ? undefined : { index, value };
}

/** The smallest and the largest of the known values; `[0, 1]` when there is none. */
export function extentOf(values: readonly (number | null)[]): [number, number] {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? [0, 1] : [Math.min(...known), Math.max(...known)];
}

/** A box to draw in, in px. */
export type Box = { width: number; height: number; left: number; right: number; top: number; bottom: number };

/** Everything a line chart draws, in px of its box: lines with their ends, horizontal rules with labels, and the labels below that fit. */
export type Plot = {
  lines: { d: string; end: { x: number; y: number } | undefined }[];
  rules: { y: number; value: number }[];
  target: number | undefined;
  marks: { x: number; label: string; anchor: 'start' | 'middle' | 'end' }[];
};

/** Lays out the series over `labels` in a box; `target` is drawn as a rule of its own and always lies within the scale. */
export function plotOf(series: readonly Series[], labels: readonly string[], target: number | undefined, box: Box): Plot {
  const [low, high] = extentOf([...series.flatMap(({ values }) => values), target ?? null]);
  const y = scaleLinear().domain([Math.min(0, low), high === low ? high + 1 : high]).nice(4).range([box.height - box.bottom, box.top]);
  const across = scalePoint<number>().domain(labels.map((_, index) => index)).range([box.left, box.width - box.right]);
  const x = (index: number): number => across(index) ?? box.left;
  const room = Math.max(1, Math.ceil((labels.length * 64) / (box.width - box.left - box.right)));
  const last = labels.length - 1;
  return {
    lines: series.map(({ values }) => {
      const end = lastOf(values);
      return { d: pathOf(values, x, y), end: end && { x: x(end.index), y: y(end.value) } };
    }),
    rules: y.ticks(4).map((value) => ({ value, y: y(value) })),
    target: target === undefined ? undefined : y(target),
    // Counted from the end, so that the newest label is always there.
    marks: labels
      .map((label, index) => ({ x: x(index), label, index }))
      .filter(({ index }) => (last - index) % room === 0)
      .map(({ x: at, label, index }) => ({ x: at, label, anchor: index === last ? 'end' : index === 0 ? 'start' : 'middle' })),
  };
}
