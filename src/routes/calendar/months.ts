import { addDays, plainDate, type Day } from '#base/day/index.ts';
import type { CalendarDay } from '#kernel/calendar/index.ts';

/** What a day of a month is: an ordinary working day, a weekend, a day off, or a weekend day on which people work. */
export type DayKind = 'work' | 'weekend' | 'off' | 'worked';

/** One day of a month; `entry` is there when the calendar says something of it beyond its weekday. */
export type Cell = { day: Day; number: number; kind: DayKind; entry?: CalendarDay };

/** A month as a wall calendar shows it: weeks from Monday to Sunday, `undefined` before the first and after the last day. */
export type Month = { month: number; workingDays: number; weeks: (Cell | undefined)[][] };

const WEEK = 7;

/** The twelve months of a Gregorian year with the entries of the calendar put in their places; entries of other years are left out. */
export function monthsOf(year: number, entries: readonly CalendarDay[]): Month[] {
  const byDay = new Map(entries.map((entry) => [entry.day, entry]));
  return Array.from({ length: 12 }, (_, index) => monthOf(year, index + 1, byDay));
}

function monthOf(year: number, month: number, byDay: ReadonlyMap<Day, CalendarDay>): Month {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  const { daysInMonth, dayOfWeek } = plainDate(first);
  const before = dayOfWeek - 1;
  const days = Array.from({ length: daysInMonth }, (_, at) => cellOf(`${first.slice(0, 8)}${String(at + 1).padStart(2, '0')}`, at + 1, (before + at) % WEEK >= WEEK - 2, byDay));
  const weeks = Array.from({ length: Math.ceil((before + days.length) / WEEK) }, (_, week) => Array.from({ length: WEEK }, (_none, at) => days[week * WEEK + at - before]));
  return { month, workingDays: days.filter(({ kind }) => kind === 'work' || kind === 'worked').length, weeks };
}

function cellOf(day: Day, number: number, weekend: boolean, byDay: ReadonlyMap<Day, CalendarDay>): Cell {
  const entry = byDay.get(day);
  if (entry !== undefined) return { day, number, kind: entry.kind, entry };
  return { day, number, kind: weekend ? 'weekend' : 'work' };
}

/** The year asked for when it is one of the calendar's (`covers` is half-open), else the year of `today` or the nearest there is. */
export function yearOf(asked: string | null, today: Day, covers: { from: Day; to: Day }): number {
  const first = plainDate(covers.from).year;
  const last = plainDate(addDays(covers.to, -1)).year;
  const year = Number(asked);
  if (asked !== null && Number.isInteger(year) && first <= year && year <= last) return year;
  return Math.min(Math.max(plainDate(today).year, first), last);
}
