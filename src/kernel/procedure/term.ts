import { addDays, type Day } from '#base/day/index.ts';
import { due, type Calendar, type Term as CalendarTerm } from '#kernel/calendar/index.ts';
import type { RunningTerm } from './step.ts';

/** A running term as the calendar counts it; a pause that is open is taken to end with `today`. */
export function countedTerm({ start, workingDays, pauses, pausedSince }: RunningTerm, today: Day): CalendarTerm {
  const to = addDays(today, 1);
  const open = pausedSince === undefined || to <= pausedSince ? [] : [{ from: pausedSince, to }];
  return { start, workingDays, pauses: [...pauses, ...open] };
}

/** The last day of a term; undefined while its clock stands, for then no day can be named. */
export function dueOf(run: RunningTerm, calendar: Calendar): Day | undefined {
  if (run.pausedSince !== undefined) return undefined;
  return due({ start: run.start, workingDays: run.workingDays, pauses: run.pauses, calendar }).due;
}
