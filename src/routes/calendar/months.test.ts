import { expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { loadCalendar } from '#kernel/calendar/index.ts';
import { monthsOf, yearOf } from './months.ts';

const calendar = loadCalendar(process.cwd());
const entries = [...calendar.days.values()];

test('every day of a year stands once, under its weekday, and the working days are the calendar’s', () => {
  for (const year of [2023, 2024, 2025, 2030]) {
    const months = monthsOf(year, entries);
    const days = months.flatMap(({ weeks }) => weeks.flatMap((week) => week.flatMap((cell) => cell?.day ?? [])));
    expect(days).toEqual(Array.from({ length: year % 4 === 0 ? 366 : 365 }, (_, n) => addDays(`${year}-01-01`, n)));
    const columns = months.flatMap(({ weeks }) => weeks.flatMap((week) => week.flatMap((cell, at) => (cell ? [[Temporal.PlainDate.from(cell.day).dayOfWeek, at + 1]] : []))));
    expect(columns.filter(([weekday, column]) => weekday !== column)).toEqual([]);
    const working = months.reduce((sum, { workingDays }) => sum + workingDays, 0);
    expect(working).toBe(calendar.workingDays.filter((day) => day.startsWith(`${year}-`)).length);
  }
});

test.each([
  ['2025-04-25', 'work', undefined],
  ['2025-04-26', 'worked', 'Làm bù cho thứ Sáu 2/5/2025'],
  ['2025-04-27', 'weekend', undefined],
  ['2025-05-02', 'off', 'Ngày nghỉ hoán đổi (làm bù thứ Bảy 26/4)'],
])('%s is %s', (day, kind, name) => {
  const found = monthsOf(2025, entries)
    .flatMap(({ weeks }) => weeks.flat())
    .find((cell) => cell?.day === day);
  expect([found?.kind, found?.entry?.name.vi]).toEqual([kind, name]);
});

test.each([
  ['2024', '2026-11-23', 2024],
  ['2022', '2026-11-23', 2026],
  ['2031', '2026-11-23', 2026],
  ['tết', '2026-11-23', 2026],
  [null, '2026-11-23', 2026],
  [null, '2040-01-01', 2030],
])('the year asked for as %s on %s is %s', (asked, today, year) => {
  expect(yearOf(asked, today, calendar)).toBe(year);
});
