import { addDays, daysBetween, type Day } from '#base/day/index.ts';

/*
 * The Vietnamese lunisolar calendar, reckoned at UTC+7 (the meridian 105° E; decision 121/CP of 8 August 1967), which
 * parts from the Chinese calendar (UTC+8) when a new moon or a solar term falls between the two midnights.
 *
 * Rules and series after Hồ Ngọc Đức, "Computing the Vietnamese lunar calendar"
 * (https://www.informatik.uni-leipzig.de/~duc/amlich/calrules.html), who takes the mean new moon with its periodic terms
 * and the longitude of the Sun from Jean Meeus, "Astronomical Formulae for Calculators" (1982, ch. 32) and
 * "Astronomical Algorithms" (1998, ch. 25). Good to a few minutes for 1900–2199.
 */

const UTC_OFFSET_DAYS = 7 / 24;
const MEAN_MONTH = 29.530588853;
/** Day number 0 of this file is the Julian day number of 1 January 2000. */
const EPOCH: Day = '2000-01-01';
const EPOCH_JULIAN = 2451545;
/** New moon number 0 is the one of 1 January 1900, near this Julian date. */
const FIRST_NEW_MOON = 2415021.0769987;

/** The Gregorian day of a day of the Vietnamese lunar calendar (a day of an ordinary, not a leap month); `year` 1900–2199, `month` 1–12, `day` 1–30. */
export function dayOfLunar(year: number, month: number, day: number): Day {
  return dayOfJulian(monthStart(year, month) + day - 1);
}

/** The leap month of a lunar year: the number of the month it repeats (1–12), or undefined in a year of twelve months. */
export function leapMonth(year: number): number | undefined {
  // A leap month between months 11 and 1 repeats month 11 or 12 of the lunar year before.
  const early = leapAfter(year - 1);
  const late = leapAfter(year);
  if (early !== undefined && early >= 2) return early - 1;
  if (late !== undefined && late < 2) return late + 11;
  return undefined;
}

/** Julian day number of the first day of a lunar month that is not a leap month. */
function monthStart(year: number, month: number): number {
  // Months 11 and 12 are counted from the solstice of the year itself, months 1–10 from the one before.
  const solsticeYear = month >= 11 ? year : year - 1;
  const ordinal = (month + 1) % 12;
  const leap = leapAfter(solsticeYear);
  const months = leap !== undefined && ordinal > leap ? ordinal + 1 : ordinal;
  return newMoon(newMoonNear(eleventhMonth(solsticeYear)) + months);
}

/** How many months after month 11 the month stands that a leap month repeats (0 = month 11 itself), or undefined. */
function leapAfter(solsticeYear: number): number | undefined {
  const start = newMoonNear(eleventhMonth(solsticeYear));
  const end = newMoonNear(eleventhMonth(solsticeYear + 1));
  if (end - start < 13) return undefined;
  // The leap month is the first one within which the Sun enters no new sector of 30°.
  for (let months = 1; months < 13; months += 1) {
    if (sunSector(newMoon(start + months)) === sunSector(newMoon(start + months + 1))) return months - 1;
  }
  return undefined;
}

/** Julian day number of the first day of the month with the winter solstice (month 11) of a Gregorian year. */
function eleventhMonth(year: number): number {
  const newYearsEve = julianOfDay(`${year}-12-31`);
  const number = Math.floor((newYearsEve - 2415021) / MEAN_MONTH);
  const start = newMoon(number);
  return sunSector(start) >= 9 ? newMoon(number - 1) : start;
}

/** The number of the new moon on a Julian day that is known to be a new moon's day. */
function newMoonNear(julianDay: number): number {
  return Math.floor((julianDay - FIRST_NEW_MOON) / MEAN_MONTH + 0.5);
}

/** Julian day number, in Hà Nội, of new moon number `k`. */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const mean = 2415020.75933 + 29.53058868 * k + (0.0001178 - 0.000000155 * t) * t * t + 0.00033 * sin(166.56 + (132.87 - 0.009173 * t) * t);
  const sun = 359.2242 + 29.10535608 * k - (0.0000333 + 0.00000347 * t) * t * t;
  const moon = 306.0253 + 385.81691806 * k + (0.0107306 + 0.00001236 * t) * t * t;
  const node = 21.2964 + 390.67050646 * k - (0.0016528 + 0.00000239 * t) * t * t;
  const periodic =
    (0.1734 - 0.000393 * t) * sin(sun) +
    0.0021 * sin(2 * sun) -
    0.4068 * sin(moon) +
    0.0161 * sin(2 * moon) -
    0.0004 * sin(3 * moon) +
    0.0104 * sin(2 * node) -
    0.0051 * sin(sun + moon) -
    0.0074 * sin(sun - moon) +
    0.0004 * sin(2 * node + sun) -
    0.0004 * sin(2 * node - sun) -
    0.0006 * sin(2 * node + moon) +
    0.001 * sin(2 * node - moon) +
    0.0005 * sin(2 * moon + sun);
  const clockCorrection = -0.000278 + (0.000265 + 0.000262 * t) * t;
  return Math.floor(mean + periodic - clockCorrection + 0.5 + UTC_OFFSET_DAYS);
}

/** In which twelfth of its path the Sun stands at the midnight in Hà Nội that begins a Julian day: 0 from the March equinox … 9 from the winter solstice … 11. */
function sunSector(julianDay: number): number {
  const t = (julianDay - 0.5 - UTC_OFFSET_DAYS - EPOCH_JULIAN) / 36525;
  const anomaly = 357.5291 + (35999.0503 - (0.0001559 + 0.00000048 * t) * t) * t;
  const meanLongitude = 280.46645 + (36000.76983 + 0.0003032 * t) * t;
  const centre = (1.9146 - (0.004817 + 0.000014 * t) * t) * sin(anomaly) + (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.00029 * sin(3 * anomaly);
  const longitude = meanLongitude + centre;
  return Math.floor((longitude - 360 * Math.floor(longitude / 360)) / 30);
}

function sin(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}

function julianOfDay(day: Day): number {
  return EPOCH_JULIAN + daysBetween(EPOCH, day);
}

function dayOfJulian(julianDay: number): Day {
  return addDays(EPOCH, julianDay - EPOCH_JULIAN);
}
