import type { Day } from '#base/day/index.ts';
import { isWorkingDay, workingDaysBetween, workingDaysThrough, type Calendar } from '#kernel/calendar/index.ts';

/** The working day that lies `n` working days before a day (0: the day itself); undefined where the calendar does not reach so far. */
export function noticeDayOf(day: Day, n: number, calendar: Calendar): Day | undefined {
  if (day < calendar.from || day >= calendar.to) return undefined;
  return n === 0 ? day : calendar.workingDays[workingDaysThrough(day, calendar) - 1 - n + (calendar.workingDays.includes(day) ? 0 : 1)];
}

/** Working days before the day of a conclusion on which its owner is reminded, and between reminders after it. */
const AHEAD_WORKING_DAYS = 3;
const AGAIN_WORKING_DAYS = 5;

/** Days that hold the working days before the longest holidays (Tết). */
export const AHEAD_DAYS = 21;

/**
 * Which reminder of an open conclusion is due on a day: -1 within three working days before its day, 0 on the first working day after it, then one more every five
 * working days; undefined on days off, earlier than that, and where the calendar does not reach.
 */
export function reminderStage(due: Day, today: Day, calendar: Calendar): number | undefined {
  if ([due, today].some((day) => day < calendar.from || day >= calendar.to) || !isWorkingDay(today, calendar)) return undefined;
  const late = workingDaysBetween(due, today, calendar);
  if (today <= due) return -late <= AHEAD_WORKING_DAYS ? -1 : undefined;
  return Math.floor((late - 1) / AGAIN_WORKING_DAYS);
}

const SHORT = 100;

/** The beginning of a task, for a message: at most 100 characters. */
export function short(task: string): string {
  return task.length <= SHORT ? task : `${task.slice(0, SHORT - 1)}…`;
}
