import { addMonths, daysBetween, plainDate, type Day } from '#base/day/index.ts';
import { at, decimal, type Cite, type Decimal, type ParameterBook } from '#kernel/rule/index.ts';

/**
 * Years of service with odd months: 1 to 6 count half a year, 7 to 11 a whole one. Guidance on Decree 178/2024/NĐ-CP (years with insurance and years of early
 * retirement alike) and Decree 145/2020/NĐ-CP, art. 8 para 3.
 */
export function yearsOf(months: number): Decimal {
  const odd = months % 12;
  const halves = odd === 0 ? 0 : odd <= 6 ? 1 : 2;
  return { units: BigInt(Math.floor(months / 12) * 10 + halves * 5), scale: 1 };
}

/** Whole calendar months from one day to another; 0 when it is not later. */
export function wholeMonths(from: Day, to: Day): number {
  if (to <= from) return 0;
  return plainDate(from).until(plainDate(to), { largestUnit: 'months' }).months;
}

/** When a person retires and after how many whole months; the months are 0 once the day has come. */
export type Retirement = { day: Day; months: number; cites: Cite[] };

/**
 * The day of retirement in normal conditions of work: the age of the year in which it is reached, from the first day of the month after (Labour Code art. 169
 * para 2; Decree 135/2020/NĐ-CP art. 4).
 */
export function retirementOf(book: ParameterBook, birth: Day, sex: 'female' | 'male', day: Day): Retirement {
  const group = sex === 'female' ? 'women' : 'men';
  const [first, step, last] = (['first', 'step', 'last'] as const).map((part) => at(book, `retirement-age-${group}-${part}`, day < '2021-01-01' ? '2021-01-01' : day));
  const whole = (stated: typeof first): number => Number(stated?.value.units ?? 0n);
  const ageIn = (year: number): number => Math.min(whole(first) + Math.max(0, year - 2021) * whole(step), whole(last));
  const reachedIn = (year: number): Day => addMonths(birth, ageIn(year));
  // The age rises by less than a year each year, so the year in which it is reached is found at once or within a few steps.
  let year = Number(addMonths(birth, whole(first)).slice(0, 4));
  while (Number(reachedIn(year).slice(0, 4)) > year) year += 1;
  const retires = `${addMonths(reachedIn(year), 1).slice(0, 7)}-01`;
  return { day: retires, months: wholeMonths(day, retires), cites: [first, step, last].flatMap((stated) => (stated === undefined ? [] : [stated.cite])) };
}

/** Age in whole years. */
export function ageOf(birth: Day, day: Day): number {
  return daysBetween(birth, day) < 0 ? 0 : Math.floor(wholeMonths(birth, day) / 12);
}

/** An exact number as people type it, with comma or point, or as a program sends it. */
export function exactOf(value: string | number | undefined): Decimal {
  return decimal(String(value ?? '0').replace(',', '.'));
}
