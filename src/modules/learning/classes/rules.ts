import { addDays, type Day } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';

/** Working days in which an offered place waits for its answer. */
export const ANSWER_WORKING_DAYS = 2;
/** Days back on which a mark made without network may lie when it arrives. */
const SENT_WITHIN_DAYS = 7;
/** Minutes by which the clock of a device may run ahead. */
const AHEAD_MINUTES = 5;

/** The last day to answer an offer: two working days from now, but before the next session where that can be, never before today. */
export function answerBy(today: Day, next: Day, term: Day): Day {
  const before = addDays(next, -1);
  const until = term < before ? term : before;
  return until < today ? today : until;
}

/** Why a mark made without network cannot stand, as the end of a code; undefined when it can: on the day of the session, at most seven days ago, not in the future. */
export function markFault(
  marked: { at: Temporal.Instant; day: Day },
  session: { day: Day },
  now: { now: Temporal.Instant; today: Day },
): 'mark-day' | 'mark-old' | 'mark-ahead' | undefined {
  if (Temporal.Instant.compare(marked.at, now.now.add({ minutes: AHEAD_MINUTES })) > 0) return 'mark-ahead';
  if (marked.day !== session.day) return 'mark-day';
  return marked.day < addDays(now.today, -SENT_WITHIN_DAYS) ? 'mark-old' : undefined;
}

/** What may be told of means: rounded to one decimal, so that a further answer tells little of itself. */
export function toldMean(mean: number | null): number | null {
  return mean === null ? null : Math.round(mean * 10) / 10;
}

const wrong = (at: string, code: string) => new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);

/** Throws `invalid` for a session in the past or one that ends before it begins. */
export function mustBeTimes(today: Day, { day, starts, ends }: { day: Day; starts: string; ends: string }): void {
  if (day < today) throw wrong('/day', 'learning-classes.day-past');
  if (ends <= starts) throw wrong('/ends', 'learning-classes.ends-before');
}

/** Throws `invalid` for a class that nobody could find: in a room without one, or online without a link. */
export function mustHavePlace({ mode, room, link }: { mode: string; room: string | undefined; link: string | undefined }): void {
  if (mode !== 'online' && room === undefined) throw wrong('/room', 'learning-classes.room-missing');
  if (mode !== 'room' && link === undefined) throw wrong('/link', 'learning-classes.link-missing');
}
