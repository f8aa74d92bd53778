/**
 * A day of the Gregorian calendar, written `YYYY-MM-DD`. Days are kept, sent and compared as text;
 * arithmetic goes through `Temporal.PlainDate`. Ranges are half-open: `from` belongs, `to` does not.
 */
export type Day = string;

/** The day after which nothing ends: the `to` of what is still valid (PostgreSQL's `infinity`). */
export const FOREVER: Day = 'infinity';

/** The calendar day as `Temporal.PlainDate`; throws `RangeError` when the text is no day. */
export function plainDate(day: Day): Temporal.PlainDate {
  return Temporal.PlainDate.from(day, { overflow: 'reject' });
}

/** Whether a text is a day that exists, in the form `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    plainDate(text);
    return true;
  } catch {
    return false;
  }
}

/** The day `n` calendar days later (earlier when `n` is negative). */
export function addDays(day: Day, n: number): Day {
  return plainDate(day).add({ days: n }).toString();
}

/** The day `n` calendar months later, the last day of the month where the day does not exist. */
export function addMonths(day: Day, n: number): Day {
  return plainDate(day).add({ months: n }).toString();
}

/** The day of the week, from 1 (Monday) to 7 (Sunday); throws `RangeError` when the text is no day. A calendar asks it for each day of a year, so that it costs as little as it can. */
export function weekdayOf(day: Day): number {
  const [month, date] = [Number(day.slice(5, 7)), Number(day.slice(8))];
  const moment = new Date(Date.UTC(Number(day.slice(0, 4)), month - 1, date));
  if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== date) throw new RangeError(`no day: ${day}`);
  return moment.getUTCDay() || 7;
}

/** The order of two days, for `toSorted`. */
export function earlierFirst(one: Day, other: Day): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Number of calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return plainDate(from).until(plainDate(to), { largestUnit: 'days' }).days;
}

/** Reads a day as people in Việt Nam type it (`23/11/2026`, `23-11-2026`, `23.11.2026`) or as ISO; undefined when it is none. */
export function parseDay(text: string): Day | undefined {
  const trimmed = text.trim();
  const typed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(trimmed);
  const iso = typed ? `${typed[3]}-${typed[2]?.padStart(2, '0')}-${typed[1]?.padStart(2, '0')}` : trimmed;
  return isDay(iso) ? iso : undefined;
}

/** The day as people read it: `23/11/2026` in Vietnamese and in English alike, so that no month is mistaken for a day. */
export function formatDay(day: Day): string {
  const [year, month, date] = day.split('-');
  return `${date}/${month}/${year}`;
}

/** The kinds of period a trend can be drawn by. */
export type Period = 'day' | 'month' | 'quarter' | 'year';

/** The first day of the period that `day` lies in. */
export function startOfPeriod(day: Day, period: Period): Day {
  const date = plainDate(day);
  if (period === 'day') return day;
  if (period === 'month') return date.with({ day: 1 }).toString();
  if (period === 'quarter') return date.with({ day: 1, month: date.month - ((date.month - 1) % 3) }).toString();
  return date.with({ day: 1, month: 1 }).toString();
}

/** The first day of the next period. */
export function nextPeriod(day: Day, period: Period): Day {
  const start = startOfPeriod(day, period);
  if (period === 'day') return addDays(start, 1);
  return addMonths(start, period === 'month' ? 1 : period === 'quarter' ? 3 : 12);
}
