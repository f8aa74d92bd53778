import { addDays, type Day } from '#base/day/index.ts';
import { addWorkingDays, workingDaysBetween, type Calendar } from '#kernel/calendar/index.ts';
import type { OwnAssigned } from './model.ts';

/** Working days before the last day on which one is reminded. */
export const AHEAD_WORKING_DAYS = 3;

/** Working days after the last day on which the head of the unit is told. */
export const HEAD_WORKING_DAYS = 5;

/** The same as pages say it: working days before and after the last day. */
export const REMINDERS = { ahead: AHEAD_WORKING_DAYS, head: HEAD_WORKING_DAYS } as const;

/** The last day of an assignment for who is asked on a day: working days after the start, or after joining later (Bộ luật Dân sự 2015, Điều 147: the day itself does not count). */
export function dueOn(starts: Day, joined: Day, dueDays: number, calendar: Calendar): Day {
  return addWorkingDays(starts > joined ? starts : joined, dueDays, calendar);
}

/** How a line stands on a day. */
export function stateOf({ due, completedOn, leftOn }: { due: Day; completedOn: Day | null; leftOn: Day | null }, today: Day): OwnAssigned['state'] {
  if (completedOn !== null) return completedOn <= due ? 'done' : 'done-late';
  if (leftOn !== null) return 'left';
  return due < today ? 'late' : 'open';
}

/** The latest day from which so many working days or more have passed until today. */
export function workingDaysAgo(today: Day, n: number, calendar: Calendar): Day {
  let day = today;
  while (workingDaysBetween(day, today, calendar) < n) day = addDays(day, -1);
  return day;
}
