import type { Day } from '#base/day/index.ts';

/** Where the current time comes from. Only the outermost layer holds one; everything below receives `now` and `today`. */
export type Clock = { now: () => Temporal.Instant; today: () => Day };

/** The time zone in which a day begins and ends for the city. */
export const ZONE = 'Asia/Ho_Chi_Minh';

/** The machine's clock, with days of the city's time zone. */
export const systemClock: Clock = {
  now: () => Temporal.Now.instant(),
  today: () => Temporal.Now.plainDateISO(ZONE).toString(),
};

/** A clock that stands still, for tests and for the demo's past. */
export function fixedClock(day: Day, time = '09:00'): Clock {
  const now = Temporal.ZonedDateTime.from(`${day}T${time}[${ZONE}]`).toInstant();
  return { now: () => now, today: () => day };
}

/** The day and time of an instant in the city's time zone: `{ day: '2026-11-23', time: '09:14' }`. */
export function localTime(instant: Temporal.Instant | string): { day: Day; time: string } {
  const zoned = Temporal.Instant.from(instant.toString()).toZonedDateTimeISO(ZONE);
  return { day: zoned.toPlainDate().toString(), time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }) };
}
