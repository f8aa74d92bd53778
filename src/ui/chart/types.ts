import type { Step } from '../types.ts';

/** A commune on the tile map: where it stands (`col`, `row` from 0), its figure as people read it, and its step in the palette. */
export type Tile = {
  code: string;
  name: string;
  /** At most three letters shown on the tile. */
  short: string;
  col: number;
  row: number;
  value: string;
  href?: string | undefined;
  step: Step;
};

/** One bar: `value` draws it, `text` is the figure as people read it; without a value there is none to show. */
export type Bar = { label: string; value: number | null; text: string; href?: string | undefined };

/** One line of a chart: as many values as the chart has `x` labels, `null` where there is none. */
export type Series = { label: string; values: readonly (number | null)[] };

/** Where a name stands below a chart, and which side of it is written from there. */
export type AxisMark = { x: number; label: string; anchor: 'start' | 'middle' | 'end' };

/** What every chart over time draws around its lines, in px of its box: where they begin and end, horizontal rules with labels, and the names below that fit. */
export type Axes = { left: number; right: number; rules: { y: number; label: string }[]; marks: AxisMark[] };
