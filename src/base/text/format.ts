import { formatDay, weekdayOf, type Day } from '../day/index.ts';
import { INTL_LOCALE, type Locale } from './catalogue.ts';

const NO_BREAK_SPACE = '\u00a0';
const MINUS = '\u2212';

const WEEKDAYS: Readonly<Record<Locale, readonly string[]>> = {
  vi: ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ Nhật'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};

const numberFormats = new Map<string, Intl.NumberFormat>();

/** A number as people read it: `2.994` and `71,4` in Vietnamese; `decimals` is the most that are shown, 0 to 20. */
export function formatNumber(n: number | bigint, locale: Locale, decimals = 1): string {
  return numberFormat(locale, 0, decimals).format(n).replace('-', MINUS);
}

/**
 * `numerator / denominator` as a percentage with one decimal (`71,4 %`), or a dash when the denominator is 0.
 * Only what is whole is shown as 0 % or 100 %: 2.993 of 2.994 is 99,9 %.
 */
export function formatShare(numerator: number, denominator: number, locale: Locale): string {
  if (denominator === 0) return '—';
  const share = (100 * numerator) / denominator;
  const whole = share === 0 || share === 100;
  const shown = whole ? share : share > 0 && share < 100 ? Math.min(99.9, Math.max(0.1, share)) : share;
  const text = numberFormat(locale, whole ? 0 : 1, whole ? 0 : 1)
    .format(shown)
    .replace('-', MINUS);
  return locale === 'vi' ? `${text}${NO_BREAK_SPACE}%` : `${text}%`;
}

/** A day as `23/11/2026`, or `Thứ Hai, 23/11/2026` in the long form; throws `RangeError` when the text is no day. */
export function formatDate(day: Day, locale: Locale, form: 'short' | 'long' = 'short'): string {
  if (form === 'short') return formatDay(day);
  const weekday = WEEKDAYS[locale][weekdayOf(day) - 1];
  return `${weekday}, ${formatDay(day)}`;
}

/** A moment (ISO 8601 with offset, or a `Date`) as `09:14 20/11/2026` on the clock of Việt Nam; throws `RangeError` when it is none. */
export function formatMoment(moment: string | Date): string {
  const instant = typeof moment === 'string' ? moment : moment.toISOString();
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO('Asia/Ho_Chi_Minh');
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return `${time} ${formatDay(local.toPlainDate().toString())}`;
}

/** The initials Vietnamese people go by, at most two letters: `MH` of `Nguyễn Thị Minh Hạnh`. */
export function initials(name: string): string {
  const words = name.normalize('NFC').trim().split(/\s+/u);
  return words
    .slice(-2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase('vi');
}

function numberFormat(locale: Locale, minimum: number, maximum: number): Intl.NumberFormat {
  const key = `${locale} ${minimum} ${maximum}`;
  const known = numberFormats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(INTL_LOCALE[locale], { minimumFractionDigits: minimum, maximumFractionDigits: maximum });
  numberFormats.set(key, made);
  return made;
}

/** The order of two names by the Vietnamese alphabet, for `toSorted`. */
export const byName: (one: string, other: string) => number = new Intl.Collator('vi').compare;

/** Text without diacritics and in lower case, as `kernel.plain` of the database makes it: "Đơn vị" and "don vi" meet. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}

/** Whether a text holds every word that is looked for, with or without diacritics; true when nothing is. */
export function holdsWords(text: string, asked: string): boolean {
  const where = plain(text);
  return plain(asked)
    .split(/\s+/)
    .every((word) => where.includes(word));
}

/** A text as part of an address: small letters without marks, digits and dashes, at most `most` characters; empty when nothing is left. */
export function slug(text: string, most: number): string {
  return plain(text)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replace(/^-+|-+$/g, '');
}
