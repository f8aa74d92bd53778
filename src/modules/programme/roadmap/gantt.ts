import { addMonths, daysBetween, startOfPeriod, type Day } from '#base/day/index.ts';

/** A span of days drawn as a bar. */
export type Span = { from: Day; to: Day };

/** Where something lies on the axis of a Gantt chart, in per cent of its width. */
export type Place = { left: number; width: number };

/** The axis: the whole quarters that hold all spans and today, with a mark for the beginning of each year or quarter. */
export type Axis = { from: Day; to: Day; marks: { day: Day; left: number; major: boolean }[] };

/** The axis that holds all spans; at least one year long. Without any span, the year of `today`. */
export function axisOf(spans: readonly Span[], today: Day): Axis {
  const first = spans.reduce((earliest, { from }) => (from < earliest ? from : earliest), today);
  const last = spans.reduce((latest, { to }) => (to > latest ? to : latest), today);
  const from = startOfPeriod(first, 'quarter');
  const least = addMonths(from, 12);
  const end = addMonths(startOfPeriod(last, 'quarter'), 3);
  const to = end > least ? end : least;
  const marks: Axis['marks'] = [];
  for (let day = from; day < to; day = addMonths(day, 3)) marks.push({ day, left: share({ from, to }, day), major: day.slice(5, 7) === '01' });
  return { from, to, marks };
}

/** Where a span (both days belong to it) lies on the axis, cut to it; never narrower than half a per cent. */
export function placeOn(axis: Span, { from, to }: Span): Place {
  const left = Math.min(100, Math.max(0, share(axis, from)));
  const right = Math.min(100, Math.max(0, share(axis, to) + 100 / daysBetween(axis.from, axis.to)));
  return { left, width: Math.max(0.5, right - left) };
}

/** How far along the axis a day lies, in per cent; below 0 and above 100 outside it. */
export function share(axis: Span, day: Day): number {
  return (100 * daysBetween(axis.from, day)) / daysBetween(axis.from, axis.to);
}
