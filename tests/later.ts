// Preloaded into the server of a test (`--import`): the clock of that process runs KHUE_TEST_DAYS_LATER days ahead, so that what happens by the calendar happens. Only the
// process: PostgreSQL and the browser keep the real time.

const DAY_MS = 86_400_000;
const ahead = Number(process.env['KHUE_TEST_DAYS_LATER'] ?? '0');
const { now } = Date;
const later = (): number => now() + ahead * DAY_MS;
const zoned = (zone?: Temporal.TimeZoneLike): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(later()).toZonedDateTimeISO(zone ?? Temporal.Now.timeZoneId());

Object.assign(Temporal.Now, {
  instant: () => Temporal.Instant.fromEpochMilliseconds(later()),
  zonedDateTimeISO: zoned,
  plainDateTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDateTime(),
  plainDateISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDate(),
  plainTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainTime(),
});
Date.now = later;
globalThis.Date = new Proxy(Date, {
  construct: (target, given: unknown[], asked) => Reflect.construct(target, given.length === 0 ? [later()] : given, asked === globalThis.Date ? target : asked),
});
