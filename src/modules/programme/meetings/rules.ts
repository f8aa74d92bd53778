import type { Day } from '#base/day/index.ts';
import { workingDaysThrough, type Calendar } from '#kernel/calendar/index.ts';

/** The working day that lies `n` working days before a day (0: the day itself); undefined where the calendar does not reach so far. */
export function noticeDayOf(day: Day, n: number, calendar: Calendar): Day | undefined {
  if (day < calendar.from || day >= calendar.to) return undefined;
  return n === 0 ? day : calendar.workingDays[workingDaysThrough(day, calendar) - 1 - n + (calendar.workingDays.includes(day) ? 0 : 1)];
}
