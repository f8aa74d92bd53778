import { addDays, addMonths, daysBetween, earlierFirst, type Day } from '#base/day/index.ts';
import type { Projection, Value } from './projection.ts';

/** When a value fulfils a target: at least it, at most it (a rank, days), or reached (1) for a milestone. */
export type Direction = 'at-least' | 'at-most' | 'reached';

/** How a target stands. Before and on its due day the first five; after it only reached, not-reached, no-data. */
export type Status = 'reached' | 'on-track' | 'at-risk' | 'late' | 'not-reached' | 'no-data';

/** What is promised: the value (null for a milestone), by which day, from where, over which values on the way. */
export type Aim = { direction: Direction; value: number | null; due: Day; baseline: Value | null; milestones: readonly Value[] };

/** Why a status is what it is: the rule, and the figures and days it was given. */
export type Reason = { rule: string; numbers: Record<string, number>; days: Record<string, Day> };

/** A status with every reason; the page shows them under "Vì sao". */
export type Judgement = { status: Status; because: Reason[]; expected: number | null };

/** A milestone that can only be done or not done begins to be at risk this many days before its due day. */
export const SHORT_DAYS = 90;

/** Whether a value fulfils a target. */
export function fulfils({ direction, value }: Pick<Aim, 'direction' | 'value'>, reported: number): boolean {
  if (direction === 'at-least') return value !== null && reported >= value;
  if (direction === 'at-most') return value !== null && reported <= value;
  return reported >= 1;
}

/** The value that held on a day: the newest one up to it, or undefined. `values` oldest first. */
export function valueOn(values: readonly Value[], day: Day): Value | undefined {
  return values.findLast((one) => one.day <= day);
}

/** The first day on which a new value is missing: one period (months) after the newest one and half a period to gather it. */
export function missingFrom(latest: Day, periodMonths: number): Day {
  return addDays(addMonths(latest, periodMonths), Math.round(periodMonths * 15));
}

/** The first day on which the newest value is too old to say how a target stands: two periods (months) after it. */
export function staleFrom(latest: Day, periodMonths: number): Day {
  return addDays(addMonths(latest, 2 * periodMonths), 1);
}

/**
 * The value that the plan expects on a day: straight from the baseline (without one, the first value) over the milestones to the value on the due day.
 * Undefined for a milestone that is only done or not done, and where there is no beginning.
 */
export function expectedOn(aim: Aim, values: readonly Value[], day: Day): number | undefined {
  const start = aim.baseline ?? values[0];
  if (aim.value === null || start === undefined) return undefined;
  const marks = aim.milestones.filter((mark) => mark.day > start.day && mark.day < aim.due).toSorted((a, b) => earlierFirst(a.day, b.day));
  const points = [start, ...marks, { day: aim.due, value: aim.value }];
  const next = points.findIndex((point) => point.day >= day);
  const [before, after] = [points[next - 1], points[next]];
  if (after === undefined) return aim.value;
  if (before === undefined) return after.value;
  return before.value + ((after.value - before.value) * daysBetween(before.day, day)) / daysBetween(before.day, after.day);
}

/**
 * How a target stands on a day, by the stated rules, in this order. Without a value, or with one too old, there is no status but `no-data`.
 * After the due day the value that held on it decides, and nothing later does.
 */
export function judge(aim: Aim, values: readonly Value[], today: Day, { projection, periodMonths }: { projection: Projection; periodMonths: number }): Judgement {
  if (today > aim.due) return judgeAfter(aim, values);
  const known = values.filter(({ day }) => day <= today);
  const latest = known.at(-1);
  if (latest === undefined) return { status: 'no-data', because: [reason('none')], expected: null };
  const given = { value: latest.value };
  if (fulfils(aim, latest.value)) return { status: 'reached', because: [reason('fulfilled', given, { day: latest.day })], expected: null };
  if (today >= staleFrom(latest.day, periodMonths)) return { status: 'no-data', because: [reason('stale', { months: periodMonths }, { day: latest.day })], expected: null };
  if (aim.value === null) return { ...judgeDoneOrNot(aim, today), expected: null };
  return judgeOnTheWay({ ...aim, value: aim.value }, known, today, latest, projection);
}

function judgeAfter(aim: Aim, values: readonly Value[]): Judgement {
  const held = valueOn(values, aim.due);
  if (held === undefined) return { status: 'no-data', because: [reason('none-at-due', {}, { due: aim.due })], expected: null };
  const status = fulfils(aim, held.value) ? 'reached' : 'not-reached';
  return { status, because: [reason(`judged-${status}`, { value: held.value }, { day: held.day, due: aim.due })], expected: null };
}

function judgeDoneOrNot(aim: Aim, today: Day): Pick<Judgement, 'status' | 'because'> {
  const left = daysBetween(today, aim.due);
  if (left < SHORT_DAYS) return { status: 'at-risk', because: [reason('time-short', { left, least: SHORT_DAYS }, { due: aim.due })] };
  return { status: 'on-track', because: [reason('time-left', { left, least: SHORT_DAYS }, { due: aim.due })] };
}

function judgeOnTheWay(aim: Aim & { value: number }, known: readonly Value[], today: Day, latest: Value, projection: Projection): Judgement {
  const expected = expectedOn(aim, known, today) ?? null;
  const short = (value: number, wanted: number): boolean => (aim.direction === 'at-most' ? value > wanted : value < wanted);
  const start = aim.baseline ?? known[0] ?? latest;
  const missed = aim.milestones.filter((mark) => mark.day < today && mark.day < aim.due && short(latest.value, mark.value)).at(-1);
  const [way, gone] = [(expected ?? start.value) - start.value, latest.value - start.value];
  const late = [
    ...(missed === undefined ? [] : [reason('milestone-missed', { value: latest.value, wanted: missed.value }, { day: latest.day, mark: missed.day })]),
    ...(expected !== null && way !== 0 && short(latest.value, expected) && gone / way < 0.5
      ? [reason('under-half', { value: latest.value, expected, share: Math.max(0, (100 * gone) / way) }, { day: latest.day })]
      : []),
    ...(projection.kind === 'made' && short(aim.direction === 'at-most' ? projection.at.lower : projection.at.upper, aim.value)
      ? [reason('range-short', { lower: projection.at.lower, upper: projection.at.upper, wanted: aim.value }, { due: aim.due })]
      : []),
  ];
  if (late.length > 0) return { status: 'late', because: late, expected };
  const risk = [
    ...(expected !== null && short(latest.value, expected) ? [reason('behind', { value: latest.value, expected }, { day: latest.day })] : []),
    ...(projection.kind === 'made' && short(projection.at.value, aim.value)
      ? [reason('projected-short', { projected: projection.at.value, lower: projection.at.lower, upper: projection.at.upper, wanted: aim.value }, { due: aim.due })]
      : []),
  ];
  if (risk.length > 0) return { status: 'at-risk', because: risk, expected };
  return { status: 'on-track', because: [reason('on-path', { value: latest.value, expected: expected ?? latest.value }, { day: latest.day })], expected };
}

function reason(rule: string, numbers: Record<string, number> = {}, days: Record<string, Day> = {}): Reason {
  return { rule, numbers, days };
}

/** From the worst to the best: what needs attention first. */
export const WORST_FIRST: readonly Status[] = ['late', 'not-reached', 'at-risk', 'no-data', 'on-track', 'reached'];

/** Whether going from one status to another is a step for the worse; from or to `no-data` it is not called so. */
export function worsens(before: Status, after: Status): boolean {
  const place = (status: Status): number => ['reached', 'on-track', 'at-risk', 'late', 'not-reached'].indexOf(status);
  return before !== 'no-data' && after !== 'no-data' && place(after) > place(before);
}
