import { addMonths, daysBetween, type Day } from '#base/day/index.ts';
import { studentAt } from './student.ts';

/** A value that holds from a day on. */
export type Value = { day: Day; value: number };

/** What a value can be at all: a share 0 to 100, a rank from 1, a count from 0; null: no end on that side. */
export type Bounds = { low: number | null; high: number | null };

/** Where a value may stand on a day if it goes on as before: the middle, and the range that holds it with 80 % probability under that assumption. */
export type Projected = { day: Day; value: number; lower: number; upper: number };

/** A projection with what it was made of, or why there is none. */
export type Projection =
  | { kind: 'made'; at: Projected; points: number; from: Day; to: Day; perYear: number; error: number; path: Projected[] }
  | { kind: 'none'; why: 'too-few' | 'too-far' | 'past'; points: number };

/** How many values are used at the most, the newest; fewer than the least give no projection. */
export const MOST_POINTS = 12;
export const LEAST_POINTS = 4;
/** A projection reaches at the most this many times as far as the values it stands on. */
export const REACH = 6;
/** The range is made so wide that it holds the value with this probability. */
export const LEVEL = 0.8;

type Line = { slope: number; at: (x: number) => number; halfWidth: (x: number) => number; error: number };

/**
 * Projects the newest values (oldest first, one a day) to a day: a straight line by ordinary least squares, with the prediction interval of a single
 * value (Student's t with n − 2 degrees of freedom). Bounded to what is possible, so the range never crosses itself nor leaves the scale.
 */
export function project(values: readonly Value[], due: Day, bounds: Bounds): Projection {
  const used = values.slice(-MOST_POINTS);
  const [first, last] = [used[0], used.at(-1)];
  if (first === undefined || last === undefined || used.length < LEAST_POINTS) return { kind: 'none', why: 'too-few', points: used.length };
  const [span, ahead] = [daysBetween(first.day, last.day), daysBetween(last.day, due)];
  if (ahead <= 0) return { kind: 'none', why: 'past', points: used.length };
  if (ahead > REACH * span) return { kind: 'none', why: 'too-far', points: used.length };
  const line = fit(used.map(({ day, value }) => ({ x: daysBetween(first.day, day), y: value })));
  const on = (day: Day): Projected => bounded(line, daysBetween(first.day, day), day, bounds);
  return {
    kind: 'made',
    at: on(due),
    points: used.length,
    from: first.day,
    to: last.day,
    perYear: line.slope * 365.25,
    error: line.error,
    path: stepsBetween(last.day, due).map(on),
  };
}

function fit(points: readonly { x: number; y: number }[]): Line {
  const n = points.length;
  const mean = (of: (point: { x: number; y: number }) => number): number => points.reduce((sum, point) => sum + of(point), 0) / n;
  const [middleX, middleY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = points.reduce((sum, { x }) => sum + (x - middleX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - middleX) * (y - middleY), 0) / spread;
  const at = (x: number): number => middleY + slope * (x - middleX);
  const error = Math.sqrt(points.reduce((sum, { x, y }) => sum + (y - at(x)) ** 2, 0) / (n - 2));
  const factor = studentAt((1 + LEVEL) / 2, n - 2);
  return { slope, at, error, halfWidth: (x) => factor * error * Math.sqrt(1 + 1 / n + (x - middleX) ** 2 / spread) };
}

function bounded(line: Line, x: number, day: Day, { low, high }: Bounds): Projected {
  const within = (value: number): number => Math.min(high ?? Infinity, Math.max(low ?? -Infinity, value));
  const [value, half] = [line.at(x), line.halfWidth(x)];
  return { day, value: within(value), lower: within(value - half), upper: within(value + half) };
}

/** Days from the last value to the due day for a drawing: at most 24 steps of whole months, both ends included. */
function stepsBetween(from: Day, to: Day): Day[] {
  const months = Math.max(1, Math.ceil(daysBetween(from, to) / 30.44 / 24));
  const days = Array.from({ length: 24 }, (_, index) => addMonths(from, index * months)).filter((day) => day < to);
  return [...days, to];
}
