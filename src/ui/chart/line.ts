import { scaleLinear, scalePoint, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Axes, AxisMark, Series } from './types.ts';

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
export type Box = { width: number; height: number };

/** What a plot needs besides its figures: the box, how a value is written, and a target, if there is one. */
export type PlotOptions = Box & { show: (value: number) => string; target?: number | undefined };

/** Everything a line chart draws. */
export type Plot = Axes & {
  lines: { d: string; end: { x: number; y: number } | undefined }[];
  target: number | undefined;
};

const TOP = 14;
const BOTTOM = 32;
/** Width of a letter of a chart's text, in px, on the safe side. */
export const LETTER = 7.4;

/** The scale of values from bottom to top of a box, in round steps, and its rules. */
export function upwards(low: number, high: number, height: number, show: (value: number) => string): { y: ScaleLinear<number, number>; rules: Axes['rules'] } {
  const y = scaleLinear()
    .domain([low, high === low ? low + 1 : high])
    .nice(4)
    .range([height - BOTTOM, TOP]);
  return { y, rules: y.ticks(4).map((value) => ({ y: y(value), label: show(value) })) };
}

/** Lays out the series over `labels`; the target is a rule of its own and always lies within the scale, and so does 0. */
export function plotOf(series: readonly Series[], labels: readonly string[], options: PlotOptions): Plot {
  const { width, height, show, target } = options;
  const [low, high] = extentOf([...series.flatMap(({ values }) => values), target ?? null]);
  const { y, rules } = upwards(Math.min(0, low), Math.max(0, high), height, show);
  const labelWidth = widest(labels);
  const left = Math.max(widest(rules.map(({ label }) => label)) + 12, labelWidth / 2);
  const right = width - Math.max(8, labelWidth / 2);
  const across = scalePoint<number>()
    .domain(labels.map((_, index) => index))
    .range([left, right]);
  const x = (index: number): number => across(index) ?? left;
  return {
    left,
    right,
    rules,
    target: target === undefined ? undefined : y(target),
    lines: series.map(({ values }) => {
      const end = lastOf(values);
      return { d: pathOf(values, x, y), end: end && { x: x(end.index), y: y(end.value) } };
    }),
    marks: marksOf(labels, x, Math.ceil((labels.length * (labelWidth + 14)) / (right - left))),
  };
}

/** Every n-th label, counted from the end, so that the newest is always there. */
function marksOf(labels: readonly string[], x: (index: number) => number, every: number): AxisMark[] {
  const last = labels.length - 1;
  return labels.map((label, index) => ({ x: x(index), label, anchor: 'middle' as const, index })).filter(({ index }) => (last - index) % Math.max(1, every) === 0);
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length)) * LETTER;
}
