import { addDays, weekdayOf, type Day } from '#base/day/index.ts';
import { dayOfLunar } from './lunar.ts';
import type { CalendarDay, CalendarStatus, Holiday, HolidayDay, HolidayEntry } from './model.ts';

const LAW = 'Bộ luật Lao động 2019 (45/2019/QH14), Điều 112';
const COMPENSATION = 'Bộ luật Lao động 2019 (45/2019/QH14), Điều 111 khoản 3 và Điều 112';
const LUNAR = `${LAW}; ngày âm lịch do Khuê tính theo giờ Việt Nam (UTC+7)`;

const NAMES: Record<Holiday, CalendarDay['name']> = {
  'new-year': { vi: 'Tết Dương lịch', en: "New Year's Day" },
  tet: { vi: 'Tết Âm lịch', en: 'Lunar New Year (Tết)' },
  'hung-kings': { vi: 'Giỗ Tổ Hùng Vương', en: "Hùng Kings' Commemoration Day" },
  reunification: { vi: 'Ngày Chiến thắng 30/4', en: 'Victory Day (30 April)' },
  labour: { vi: 'Ngày Quốc tế lao động 1/5', en: 'International Labour Day (1 May)' },
  national: { vi: 'Quốc khánh', en: 'National Day' },
};

const MONDAY = 1;
const THURSDAY = 4;
const SATURDAY = 6;

/** Whether a day is a Saturday or Sunday, the weekly rest days of public offices. */
export function isWeekend(day: Day): boolean {
  return weekdayOf(day) >= SATURDAY;
}

/**
 * The holidays of a Gregorian year (1900–2199) in order of day, compensation days among them. `decided` are the entries
 * of the year's content: an entry of a holiday replaces everything reckoned here for that holiday, and an entry of none
 * (a swapped day, a made-up Saturday) is added. With no entries this is the default by Labour Code art. 111 (3) and 112.
 */
export function defaultHolidays(year: number, decided: readonly HolidayEntry[] = []): HolidayDay[] {
  const entered = decided.flatMap(daysOfEntry);
  const settled = new Set(entered.flatMap((entry) => entry.holiday ?? []));
  const reckoned = statutoryDays(year).filter((entry) => entry.holiday === undefined || !settled.has(entry.holiday));
  const days = new Map([...reckoned, ...entered].map((entry) => [entry.day, entry]));
  for (const entry of reckoned) {
    // A holiday on a rest day is made good on the next working day (art. 111 (3)); the earlier holiday takes the earlier day.
    if (!isWeekend(entry.day) || days.get(entry.day) !== entry) continue;
    const day = nextFreeDay(entry.day, days);
    days.set(day, compensation(entry, day));
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The days of a content entry, one by one. */
export function daysOfEntry(entry: HolidayEntry): HolidayDay[] {
  if ('day' in entry) return [entry];
  const { from, to, ...rest } = entry;
  const days: HolidayDay[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) days.push({ day, ...rest });
  return days;
}

/** The eleven days of art. 112 (1), in order, on whatever weekday they fall. */
function statutoryDays(year: number): HolidayDay[] {
  const tet = dayOfLunar(year, 1, 1);
  // The Prime Minister chooses the five days (art. 112 (3)); two before and three after gave those of 2023 to 2026.
  const tetDays = [-2, -1, 0, 1, 2].map((n) => holidayOn('tet', addDays(tet, n), 'computed', LUNAR));
  return [
    holidayOn('new-year', `${year}-01-01`, 'law', LAW),
    ...tetDays,
    holidayOn('hung-kings', dayOfLunar(year, 3, 10), 'computed', LUNAR),
    holidayOn('reunification', `${year}-04-30`, 'law', LAW),
    holidayOn('labour', `${year}-05-01`, 'law', LAW),
    ...nationalDays(year),
  ].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** 2 September and the day after it when that joins it with the weekend (Monday, Thursday), otherwise the day before. */
function nationalDays(year: number): HolidayDay[] {
  const day = `${year}-09-02`;
  const weekday = weekdayOf(day);
  const second = addDays(day, weekday === MONDAY || weekday === THURSDAY ? 1 : -1);
  return [holidayOn('national', day, 'law', LAW), holidayOn('national', second, 'computed', LAW)];
}

function holidayOn(holiday: Holiday, day: Day, status: CalendarStatus, source: string): HolidayDay {
  return { day, holiday, kind: 'off', name: NAMES[holiday], status, source };
}

function compensation(entry: HolidayDay, day: Day): HolidayDay {
  const name = { vi: `Nghỉ bù ${entry.name.vi}`, en: `Compensation for ${entry.name.en}` };
  return { ...entry, day, name, status: 'computed', source: COMPENSATION };
}

function nextFreeDay(day: Day, taken: ReadonlyMap<Day, HolidayDay>): Day {
  let next = addDays(day, 1);
  while (isWeekend(next) || taken.get(next)?.kind === 'off') next = addDays(next, 1);
  return next;
}
