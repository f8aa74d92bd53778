import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Box } from './line.ts';

/** A value at a place on the axis, given as a number that grows with time. */
export type At = { x: number; value: number };

/** A value that lies in a range at a place on the axis. */
export type Ranged = At & { lower: number; upper: number };

/** What a chart of a promise shows: what was, what was planned, what is promised by when, and where it heads with what range. */
export type Heading = { values: readonly At[]; plan: readonly At[]; goal: At | undefined; range: readonly Ranged[] };

/** Everything drawn, in px of the box. */
export type HeadingPlot = {
  left: number;
  right: number;
  rules: { y: number; label: string }[];
  marks: { x: number; label: string; anchor: 'start' | 'middle' | 'end' }[];
  values: string;
  points: { x: number; y: number }[];
  plan: string;
  range: string;
  middle: string;
  goal: { x: number; y: number } | undefined;
};

const TOP = 14;
const BOTTOM = 32;
const LETTER = 7.4;

/** Lays out a promise over time. `show` writes a value, `name` a place on the axis; `marks` are the places that are named, as many as have room. */
export function headingOf(heading: Heading, options: Box & { show: (value: number) => string; name: (x: number) => string; marks: readonly number[] }): HeadingPlot {
  const { width, height, show, name, marks } = options;
  const all = [...heading.values, ...heading.plan, ...(heading.goal === undefined ? [] : [heading.goal])];
  const heights = [...all.map(({ value }) => value), ...heading.range.flatMap(({ lower, upper }) => [lower, upper])];
  const places = [...all, ...heading.range].map(({ x }) => x);
  const [low, high] = heights.length === 0 ? [0, 1] : [Math.min(0, ...heights), Math.max(...heights)];
  const y = scaleLinear()
    .domain([low, high === low ? low + 1 : high])
    .nice(4)
    .range([height - BOTTOM, TOP]);
  const rules = y.ticks(4).map((value) => ({ y: y(value), label: show(value) }));
  const left = Math.max(24, ...rules.map(({ label }) => label.length * LETTER)) + 12;
  const right = width - 12;
  const [first, last] = places.length === 0 ? [0, 1] : [Math.min(...places), Math.max(...places)];
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

/** The labels that have room beside each other, the last one kept. */
function named(marks: { x: number; label: string }[], left: number, right: number): HeadingPlot['marks'] {
  const kept: { x: number; label: string }[] = [];
  for (const mark of marks.toReversed()) {
    const before = kept.at(-1);
    if (before === undefined || before.x - mark.x > (before.label.length + mark.label.length) * LETTER * 0.5 + 16) kept.push(mark);
  }
  return kept.toReversed().map((mark) => {
    const half = mark.label.length * LETTER * 0.5;
    return { ...mark, anchor: mark.x + half > right + 12 ? 'end' : mark.x - half < left - 30 ? 'start' : 'middle' };
  });
}
