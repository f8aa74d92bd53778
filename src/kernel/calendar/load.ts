import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { defaultHolidays } from './holidays.ts';
import { HolidayYear, type CalendarDay, type CalendarEdit } from './model.ts';
import { calendarOf, type Calendar } from './working-days.ts';

/** The id of the national calendar. */
export const NATIONAL = 'vn';

/**
 * The national calendar: content files of `<root>/content/calendars`, one a year without a gap, completed by the default
 * holidays; then the administrator's `edits`, which win day by day. Throws a plain error (a defect) for a file that does not match `HolidayYear`.
 */
export function loadCalendar(root: string, edits: readonly CalendarEdit[] = []): Calendar {
  const years = readYears(join(root, 'content', 'calendars'));
  const first = Math.min(...years.map(({ year }) => year));
  const next = Math.max(...years.map(({ year }) => year)) + 1;
  if (next - first !== years.length) throw new Error(`content/calendars: ${years.length} files for ${first} to ${next - 1}`);
  const holidays = years.flatMap(({ year, entries }) => defaultHolidays(year, entries)).map(({ day, kind, name, status, source }) => ({ day, kind, name, status, source }));
  return calendarOf(withEdits(holidays, edits), { id: NATIONAL, from: `${first}-01-01`, to: `${next}-01-01` });
}

/** The entries after an administrator's edits: an edit replaces the entry of its day, `ordinary` takes it away. */
export function withEdits(entries: readonly CalendarDay[], edits: readonly CalendarEdit[]): CalendarDay[] {
  const edited = new Set(edits.map(({ day }) => day));
  return [...entries.filter(({ day }) => !edited.has(day)), ...edits.flatMap(({ kind, ...edit }) => (kind === 'ordinary' ? [] : { ...edit, kind }))];
}

function readYears(folder: string): HolidayYear[] {
  return readdirSync(folder)
    .filter((name) => /^vn-\d{4}\.json$/.test(name))
    .map((name) => Value.Parse(HolidayYear, JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
