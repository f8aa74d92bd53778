import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { LETTER, upwards, type Box } from './line.ts';
import type { Axes } from './types.ts';

/** A value at a place on the axis, given as a number that grows with time. */
export type At = { x: number; value: number };

/** A value that lies in a range at a place on the axis. */
export type Ranged = At & { lower: number; upper: number };

/** What a chart of a promise shows: what was, what was planned, what is promised by when, and where it heads with what range. */
export type Heading = { values: readonly At[]; plan: readonly At[]; goal: At | undefined; range: readonly Ranged[] };

/** Everything drawn, in px of the box. */
export type HeadingPlot = Axes & {
  values: string;
  points: { x: number; y: number }[];
  plan: string;
  range: string;
  middle: string;
  goal: { x: number; y: number } | undefined;
};

/** Lays out a promise over time. `show` writes a value, `name` a place on the axis; `marks` are the places that are named, as many as have room. */
export function headingOf(heading: Heading, options: Box & { show: (value: number) => string; name: (x: number) => string; marks: readonly number[] }): HeadingPlot {
  const { width, height, show, name, marks } = options;
  const { low, high, first, last } = extentOf(heading);
  const { y, rules } = upwards(low, high, height, show);
  const left = Math.max(24, ...rules.map(({ label }) => label.length * LETTER)) + 12;
  const right = width - 12;
  const x = scaleLinear()
    .domain([first, last === first ? first + 1 : last])
    .range([left, right]);
  const draw = line<At>()
    .x((one) => x(one.x))
    .y((one) => y(one.value))
    .digits(1);
  const band = area<Ranged>()
    .x((one) => x(one.x))
    .y0((one) => y(one.lower))
    .y1((one) => y(one.upper))
    .digits(1);
  return {
    left,
    right,
    rules,
    marks: named(
      marks.filter((one) => one >= first && one <= last).map((one) => ({ x: x(one), label: name(one) })),
      left,
      right,
    ),
    values: draw([...heading.values]) ?? '',
    points: heading.values.map((one) => ({ x: x(one.x), y: y(one.value) })),
    plan: draw([...heading.plan]) ?? '',
    range: band([...heading.range]) ?? '',
    middle: draw([...heading.range]) ?? '',
    goal: heading.goal && { x: x(heading.goal.x), y: y(heading.goal.value) },
  };
}

/** The lowest (0 or less) and highest value and the first and last place of everything that is drawn. */
function extentOf({ values, plan, goal, range }: Heading): { low: number; high: number; first: number; last: number } {
  const all = [...values, ...plan, ...(goal === undefined ? [] : [goal])];
  const heights = [...all.map(({ value }) => value), ...range.flatMap(({ lower, upper }) => [lower, upper])];
  const places = [...all, ...range].map(({ x }) => x);
  if (places.length === 0) return { low: 0, high: 1, first: 0, last: 1 };
  return { low: Math.min(0, ...heights), high: Math.max(...heights), first: Math.min(...places), last: Math.max(...places) };
}

/** The labels that have room beside each other within the drawing, the last one kept. */
function named(marks: { x: number; label: string }[], left: number, right: number): HeadingPlot['marks'] {
  const kept: (HeadingPlot['marks'][number] & { from: number })[] = [];
  for (const { x, label } of marks.toReversed()) {
    const half = label.length * LETTER * 0.5;
    const anchor = x + half > right + 12 ? 'end' : x - half < left - 30 ? 'start' : 'middle';
    const from = anchor === 'end' ? x - 2 * half : anchor === 'start' ? x : x - half;
    const next = kept.at(-1);
    if (next === undefined || from + 2 * half + 12 <= next.from) kept.push({ x, label, anchor, from });
  }
  return kept.toReversed().map(({ x, label, anchor }) => ({ x, label, anchor }));
}
