import { addDays, isDay, type Day } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { isWeekend } from './holidays.ts';
import type { CalendarDay } from './model.ts';

/** Which days of `from` (included) to `to` (not included) people work on; made by `calendarOf` only. */
export type Calendar = {
  id: string;
  /** The days that differ from their weekday, and the holidays on weekends. */
  days: ReadonlyMap<Day, CalendarDay>;
  from: Day;
  to: Day;
  /** All working days of the range in order, so that counting is a search and not a walk. */
  workingDays: readonly Day[];
};

/** A calendar of the entries given, for the half-open range of days; a later entry of the same day wins, entries outside the range are left out. */
export function calendarOf(entries: readonly CalendarDay[], range: { id: string; from: Day; to: Day }): Calendar {
  const days = new Map(entries.filter(({ day }) => range.from <= day && day < range.to).map((entry) => [entry.day, entry]));
  const workingDays: Day[] = [];
  for (let day = range.from; day < range.to; day = addDays(day, 1)) {
    const entry = days.get(day);
    if (entry ? entry.kind === 'worked' : !isWeekend(day)) workingDays.push(day);
  }
  return { ...range, days, workingDays };
}

/** Whether people work on a day; throws `calendar.no-day` for a text that is none and `calendar.outside` beyond the calendar. */
export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  mustCover(day, calendar);
  return calendar.workingDays[workingDaysThrough(day, calendar) - 1] === day;
}

/**
 * The `n`-th working day after `from` (n ≥ 0 and whole; the day after `from` is the first that can count; 0 gives `from`
 * itself, working day or not). Throws `calendar.negative`, `calendar.no-day`, `calendar.outside`.
 */
export function addWorkingDays(from: Day, n: number, calendar: Calendar): Day {
  mustCover(from, calendar);
  mustBeCount(n);
  if (n === 0) return from;
  const day = calendar.workingDays[workingDaysThrough(from, calendar) + n - 1];
  if (day === undefined) throw outside(calendar);
  return day;
}

/**
 * Number of working days after `from` up to and including `to`; negative when `to` is earlier, so that it tells both days
 * left and days late. `workingDaysBetween(from, addWorkingDays(from, n))` is `n`. Throws `calendar.no-day`, `calendar.outside`.
 */
export function workingDaysBetween(from: Day, to: Day, calendar: Calendar): number {
  mustCover(from, calendar);
  mustCover(to, calendar);
  return workingDaysThrough(to, calendar) - workingDaysThrough(from, calendar);
}

/** How many working days of the calendar are not later than a day: a binary search. */
export function workingDaysThrough(day: Day, calendar: Calendar): number {
  let low = 0;
  let high = calendar.workingDays.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((calendar.workingDays[middle] ?? day) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Throws `calendar.no-day` for a text that is no day and `calendar.outside` for a day the calendar does not cover. */
export function mustCover(day: Day, calendar: Calendar): void {
  mustBeDay(day);
  if (day < calendar.from || day >= calendar.to) throw outside(calendar);
}

/** Throws `calendar.no-day` for a text that is no day. */
export function mustBeDay(day: Day): void {
  if (!isDay(day)) throw new Problem('invalid', 'calendar.no-day', { text: day });
}

/** Throws `calendar.negative` unless `n` is a whole number of 0 or more. */
export function mustBeCount(n: number): void {
  if (!Number.isSafeInteger(n) || n < 0) throw new Problem('invalid', 'calendar.negative', { n });
}

/** The problem of a day beyond the years the calendar covers. */
export function outside(calendar: Calendar): Problem {
  const values = { firstYear: calendar.from.slice(0, 4), lastYear: addDays(calendar.to, -1).slice(0, 4) };
  return new Problem('invalid', 'calendar.outside', values);
}
