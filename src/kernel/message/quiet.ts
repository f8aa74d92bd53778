import { ZONE } from '#base/clock/index.ts';

/** From 21:00 until before 06:30 on the clock of Việt Nam nobody gets mail that can wait. */
const BEGINS = Temporal.PlainTime.from('21:00');
const ENDS = Temporal.PlainTime.from('06:30');

/** How long mail that can wait is collected, so that what happens together arrives as one mail. */
const COLLECT_SECONDS = 120;

/** Whether the instant lies in the quiet hours. */
export function isQuiet(now: Temporal.Instant): boolean {
  const time = now.toZonedDateTimeISO(ZONE).toPlainTime();
  return Temporal.PlainTime.compare(time, BEGINS) >= 0 || Temporal.PlainTime.compare(time, ENDS) < 0;
}

/** The earliest instant at which a mail written at `now` may leave: at once when urgent, else after a short collecting time and outside quiet hours. */
export function notBefore(now: Temporal.Instant, urgent: boolean): Temporal.Instant {
  if (urgent) return now;
  const collected = now.add({ seconds: COLLECT_SECONDS });
  if (!isQuiet(collected)) return collected;
  const local = collected.toZonedDateTimeISO(ZONE);
  const day = Temporal.PlainTime.compare(local.toPlainTime(), BEGINS) >= 0 ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return day.toZonedDateTime({ timeZone: ZONE, plainTime: ENDS }).toInstant();
}
