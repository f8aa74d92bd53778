import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '#base/day/index.ts';
import { dayOfLunar, leapMonth } from './lunar.ts';

describe('the first day of the lunar year in Việt Nam', () => {
  test.each([
    [1968, '1968-01-29', 'the north already reckoned at UTC+7'],
    [1985, '1985-01-21', 'a month before China (20 February)'],
    [2007, '2007-02-17', 'a day before China (18 February)'],
    [2023, '2023-01-22', 'a year with a leap month'],
    [2024, '2024-02-10', ''],
    [2025, '2025-01-29', ''],
    [2026, '2026-02-17', ''],
    [2027, '2027-02-06', ''],
    [2028, '2028-01-26', ''],
    [2029, '2029-02-13', ''],
    [2030, '2030-02-02', 'a day before China (3 February)'],
    [2034, '2034-02-19', 'after a leap month 11'],
  ])('%i: %s %s', (year, day) => {
    expect(dayOfLunar(year, 1, 1)).toBe(day);
  });
});

describe('Giỗ Tổ, the tenth of the third lunar month', () => {
  test.each([
    [2023, '2023-04-29'],
    [2024, '2024-04-18'],
    [2025, '2025-04-07'],
    [2026, '2026-04-26'],
  ])('%i: %s', (year, day) => {
    expect(dayOfLunar(year, 3, 10)).toBe(day);
  });
});

test('leap months are the known ones, 1985 differing from China', () => {
  const leaps = { 1984: undefined, 1985: 2, 2020: 4, 2023: 2, 2024: undefined, 2025: 6, 2026: undefined, 2028: 5, 2033: 11 };
  expect(Object.fromEntries(Object.keys(leaps).map((year) => [year, leapMonth(Number(year))]))).toEqual(leaps);
});

test('from 1900 to 2198 each month has 29 or 30 days and each year 12 months, or 13 when one is a leap month', () => {
  for (let year = 1900; year < 2199; year += 1) {
    const starts = Array.from({ length: 12 }, (_, at) => dayOfLunar(year, at + 1, 1));
    const lengths = starts.map((start, at) => daysBetween(start, starts[at + 1] ?? dayOfLunar(year + 1, 1, 1)));
    const leap = leapMonth(year);
    const long = lengths.flatMap((length, at) => (length > 30 ? [at + 1] : []));
    expect(long, `${year}`).toEqual(leap === undefined ? [] : [leap]);
    expect(
      lengths.every((length) => [29, 30, 58, 59, 60].includes(length)),
      `${year}: ${lengths.join(' ')}`,
    ).toBe(true);
  }
});

test('a day of a month is counted from its first day', () => {
  expect(dayOfLunar(2026, 1, 15)).toBe(addDays(dayOfLunar(2026, 1, 1), 14));
});
