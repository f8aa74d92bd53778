import { addDays, formatDay, type Day } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import type { CalendarDay, Pause } from './model.ts';
import { addWorkingDays, mustBeCount, mustBeDay, mustCover, outside, workingDaysThrough, type Calendar } from './working-days.ts';

/** A term of whole working days (0 or more) that begins with the event on `start`; the day after it is the first that can count. */
export type Term = { start: Day; workingDays: number; pauses: readonly Pause[] };

/** A day that did not count, and why; a day off carries its name, status and source. */
export type Skipped = { day: Day; why: 'weekend' | 'holiday' | 'pause' } & Partial<Pick<CalendarDay, 'name' | 'status' | 'source'>>;

/** The last day of a term with every day counted and every day skipped on the way, both in order. */
export type Due = { due: Day; counted: Day[]; skipped: Skipped[] };

/**
 * When a term is due, and how that came about. Throws `invalid` problems: `calendar.no-day`, `calendar.negative`,
 * `calendar.outside`, `calendar.pause-order` (a pause that does not end after it begins), `calendar.pause-overlap`.
 */
export function due({ calendar, ...term }: Term & { calendar: Calendar }): Due {
  const last = dueDay(term, calendar);
  const pauses = inOrder(term.pauses);
  const counted: Day[] = [];
  const skipped: Skipped[] = [];
  for (let day = addDays(term.start, 1), through = workingDaysThrough(term.start, calendar); day <= last; day = addDays(day, 1)) {
    const works = calendar.workingDays[through] === day;
    if (works) through += 1;
    if (isPaused(day, pauses)) skipped.push({ day, why: 'pause' });
    else if (works) counted.push(day);
    else skipped.push(whyOff(day, calendar.days.get(day)));
  }
  return { due: last, counted, skipped };
}

/** The terms whose due day a change of the calendar moves, with both days; throws as `due` does. */
export function movedTerms<Id>(terms: readonly (Term & { id: Id })[], before: Calendar, after: Calendar): { id: Id; dueBefore: Day; dueAfter: Day }[] {
  return terms.map((term) => ({ id: term.id, dueBefore: dueDay(term, before), dueAfter: dueDay(term, after) })).filter(({ dueBefore, dueAfter }) => dueBefore !== dueAfter);
}

/** The due day alone: each pause met on the way adds as many working days as it holds. */
function dueDay(term: Term, calendar: Calendar): Day {
  mustCover(term.start, calendar);
  mustBeCount(term.workingDays);
  let needed = term.workingDays;
  let last = addWorkingDays(term.start, needed, calendar);
  for (const pause of inOrder(term.pauses)) {
    if (needed === 0 || pause.to <= term.start || pause.from > last) continue;
    if (pause.to > calendar.to) throw outside(calendar);
    const begin = addDays(pause.from, -1) > term.start ? addDays(pause.from, -1) : term.start;
    needed += workingDaysThrough(addDays(pause.to, -1), calendar) - workingDaysThrough(begin, calendar);
    last = addWorkingDays(term.start, needed, calendar);
  }
  return last;
}

function inOrder(pauses: readonly Pause[]): Pause[] {
  const sorted = [...pauses].sort((a, b) => (a.from < b.from ? -1 : 1));
  sorted.forEach((pause, at) => {
    mustBeDay(pause.from);
    mustBeDay(pause.to);
    if (pause.to <= pause.from) throw new Problem('invalid', 'calendar.pause-order', { from: formatDay(pause.from), to: formatDay(pause.to) });
    const next = sorted[at + 1];
    if (next !== undefined && next.from < pause.to) throw new Problem('invalid', 'calendar.pause-overlap', { day: formatDay(next.from) });
  });
  return sorted;
}

function isPaused(day: Day, pauses: readonly Pause[]): boolean {
  return pauses.some((pause) => pause.from <= day && day < pause.to);
}

function whyOff(day: Day, entry: CalendarDay | undefined): Skipped {
  if (entry === undefined) return { day, why: 'weekend' };
  return { day, why: 'holiday', name: entry.name, status: entry.status, source: entry.source };
}
