import { addDays, weekdayOf, type Day } from '#base/day/index.ts';

/** A day, or the Friday before when it is a Saturday or Sunday. */
export function workday(day: Day): Day {
  return addDays(day, -Math.max(0, weekdayOf(day) - 5));
}
