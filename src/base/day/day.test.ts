import { expect, test } from 'vitest';
import fc from 'fast-check';
import { earlierFirst, plainDate, weekdayOf } from './index.ts';

const anyDay = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true }).map((moment) => moment.toISOString().slice(0, 10));

test('the weekday of any day is the one of the calendar', () => {
  fc.assert(fc.property(anyDay, (day) => void expect(weekdayOf(day)).toBe(plainDate(day).dayOfWeek)));
});

test.each(['2026-02-30', '2026-13-01', '2026-00-10', 'infinity', ''])('%s has no weekday', (text) => {
  expect(() => weekdayOf(text)).toThrow(RangeError);
});

test('days are put in order as time goes', () => {
  fc.assert(fc.property(anyDay, anyDay, (one, other) => void expect(earlierFirst(one, other)).toBe(Temporal.PlainDate.compare(one, other))));
});
