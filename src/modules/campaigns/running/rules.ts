import { addDays, type Day } from '#base/day/index.ts';
import { addWorkingDays, workingDaysBetween, type Calendar } from '#kernel/calendar/index.ts';
import type { Ladder } from '../model.ts';

/** Tellings that disturb (mail, push, SMS) that one person gets in seven days at the most, all campaigns together. */
export const WEEKLY_LIMIT = 3;

/** Campaigns that run over one person at the same time before the officer is asked to think again. */
export const CAMPAIGNS_AT_ONCE = 3;

/** The day on which a step opens: the first with the campaign, each further one some days later. */
export function opensOfStep({ starts, stepDays }: { starts: Day; stepDays: number }, step: number): Day {
  return addDays(starts, (step - 1) * stepDays);
}

/** The latest day from which so many working days or more have passed until today. */
export function workingDaysAgo(today: Day, n: number, calendar: Calendar): Day {
  let day = today;
  while (workingDaysBetween(day, today, calendar) < n) day = addDays(day, -1);
  return day;
}

/** When each rung of a ladder is used for somebody who is asked from a day on: the day itself, or so many working days later. */
export function ladderDays(ladder: Ladder, opens: Day, calendar: Calendar): { channel: string; day: Day }[] {
  return ladder.map(({ channel, afterWorkingDays }) => ({ channel, day: afterWorkingDays === 0 ? opens : addWorkingDays(opens, afterWorkingDays, calendar) }));
}
