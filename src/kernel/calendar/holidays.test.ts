import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { isDay } from '#base/day/index.ts';
import { daysOfEntry, defaultHolidays, isWeekend } from './holidays.ts';
import { HolidayYear, type HolidayDay } from './model.ts';

const FOLDER = join(import.meta.dirname, '../../../content/calendars');
const YEARS = [2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030];

const contentOf = (year: number) => Value.Parse(HolidayYear, JSON.parse(readFileSync(join(FOLDER, `vn-${year}.json`), 'utf8')));
const daysOff = (entries: HolidayDay[], holiday?: string) => entries.filter((entry) => holiday === undefined || entry.holiday === holiday).map(({ day }) => day);

describe('the content files', () => {
  test('there is one for each year and nothing else', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(YEARS.map((year) => `vn-${year}.json`));
  });

  test.each(YEARS)('vn-%i.json matches the schema, with days of its year, none twice, weekends worked only', (year) => {
    const content = contentOf(year);
    const days = content.entries.flatMap(daysOfEntry);
    expect(content.year).toBe(year);
    expect(days.filter(({ day }) => !isDay(day) || !day.startsWith(`${year}-`))).toEqual([]);
    expect(new Set(days.map(({ day }) => day)).size).toBe(days.length);
    expect(days.filter(({ kind, day }) => kind === 'worked' && !isWeekend(day))).toEqual([]);
    expect(content.entries.filter((entry) => daysOfEntry(entry).length === 0)).toEqual([]);
  });

  test.each(YEARS)('vn-%i.json makes up every swapped day: as many days worked as days swapped off', (year) => {
    const days = contentOf(year).entries.filter((entry) => entry.holiday === undefined);
    expect(days.filter(({ kind }) => kind === 'worked').length).toBe(days.filter(({ kind }) => kind === 'off').length);
  });

  test.each([
    ['a day that does not exist', { day: '2025-02-30' }],
    ['an unknown status', { status: 'sure' }],
    ['an unknown holiday', { holiday: 'christmas' }],
    ['a name in one language only', { name: { vi: 'Tết' } }],
    ['no source', { source: '' }],
    ['a field nobody knows', { remark: 'x' }],
  ])('the schema refuses %s', (_, change) => {
    const entry = { day: '2025-01-01', kind: 'off', name: { vi: 'Tết', en: 'Tết' }, status: 'law', source: 'Labour Code' };
    expect(Value.Check(HolidayYear, { year: 2025, entries: [entry] })).toBe(true);
    expect(Value.Check(HolidayYear, { year: 2025, entries: [{ ...entry, ...change }] })).toBe(false);
  });
});

describe('the default holidays (Labour Code 2019, art. 111 (3) and 112)', () => {
  test.each(YEARS)('%i has eleven statutory days and one more for each that falls on a weekend', (year) => {
    const holidays = defaultHolidays(year);
    expect(holidays.length).toBe(11 + holidays.filter(({ day }) => isWeekend(day)).length);
    expect(holidays.filter(({ day }) => !isWeekend(day)).length).toBe(11);
  });

  test.each([2023, 2024, 2025, 2026])('%i: the days decided by authority are days off by default too', (year) => {
    const decided = contentOf(year)
      .entries.filter(({ holiday }) => holiday !== undefined)
      .flatMap(daysOfEntry);
    const reckoned = new Set(defaultHolidays(year).map(({ day }) => day));
    expect(decided.map(({ day }) => day).filter((day) => !isWeekend(day) && !reckoned.has(day))).toEqual([]);
  });

  test('2023: Saturday 29/4 and Sunday 30/4 are made good after 1/5, the earlier holiday first', () => {
    const holidays = defaultHolidays(2023);
    expect(daysOff(holidays, 'hung-kings')).toEqual(['2023-04-29', '2023-05-02']);
    expect(daysOff(holidays, 'reunification')).toEqual(['2023-04-30', '2023-05-03']);
  });

  test('only what the law fixes is called law; the rest is called computed', () => {
    const byLaw = defaultHolidays(2027).filter(({ status }) => status === 'law');
    expect(byLaw.map(({ day }) => day)).toEqual(['2027-01-01', '2027-04-30', '2027-05-01', '2027-09-02']);
    expect(new Set(defaultHolidays(2027).map(({ status }) => status))).toEqual(new Set(['law', 'computed']));
  });

  test.each([
    [2024, 'Monday', ['2024-09-02', '2024-09-03']],
    [2025, 'Tuesday', ['2025-09-01', '2025-09-02']],
    [2026, 'Wednesday', ['2026-09-01', '2026-09-02']],
    [2027, 'Thursday', ['2027-09-02', '2027-09-03']],
    [2028, 'Saturday', ['2028-09-01', '2028-09-02', '2028-09-04']],
    [2029, 'Sunday', ['2029-09-01', '2029-09-02', '2029-09-03', '2029-09-04']],
  ])('%i: National Day on a %s gives %j', (year, _, days) => {
    expect(daysOff(defaultHolidays(year), 'national')).toEqual(days);
  });
});

describe('a decision', () => {
  const name = { vi: 'Quyết định', en: 'Decision' };
  const decided = { kind: 'off', name, status: 'published', source: 'a decision' } as const;

  test('of a holiday takes the place of that holiday alone, compensation included', () => {
    const holidays = defaultHolidays(2027, [{ from: '2027-02-05', to: '2027-02-12', holiday: 'tet', ...decided }]);
    expect(daysOff(holidays, 'tet')).toEqual(['05', '06', '07', '08', '09', '10', '11'].map((date) => `2027-02-${date}`));
    expect(daysOff(holidays).filter((day) => day > '2027-03-01')).toEqual(daysOff(defaultHolidays(2027)).filter((day) => day > '2027-03-01'));
  });

  test('of a swapped day is added, and a compensation day moves past it', () => {
    const holidays = defaultHolidays(2027, [{ day: '2027-05-03', ...decided }]);
    expect(daysOff(holidays, 'labour')).toEqual(['2027-05-01', '2027-05-04']);
    expect(daysOff(holidays)).toContain('2027-05-03');
  });
});
