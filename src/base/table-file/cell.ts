import { addDays, formatDay } from '#base/day/index.ts';

/** What the number format of a cell means for its text: a day or time, digits with leading zeros, or nothing special. */
export type Format = { date: boolean; zeros: number };

/** A format without special meaning. */
export const PLAIN: Format = { date: false, zeros: 0 };

/** What a format code of a spreadsheet means (ECMA-376 part 1, 18.8.30 and 18.8.31). */
export function formatOf(id: number, code: string | undefined): Format {
  if (code === undefined) return { date: (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58), zeros: 0 };
  if (/^0{2,}$/.test(code)) return { date: false, zeros: code.length };
  // Quoted text, escaped letters, colours and currency marks are not parts of a date.
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general/gi, '');
  return { date: /[dmyhs]/i.test(bare), zeros: 0 };
}

/** A number as plain digits, never with an exponent: `79123456789`, `3.66`, `0.0000001`; fractions to 15 significant digits, as spreadsheets show them. */
export function numberText(value: number, zeros = 0): string {
  if (!Number.isFinite(value)) return '';
  const shown = Number.isInteger(value) ? value : Number(value.toPrecision(15));
  const text = String(shown);
  const plain = text.includes('e') ? withoutExponent(shown) : text;
  return Number.isInteger(value) && value >= 0 ? plain.padStart(zeros, '0') : plain;
}

/** The day (and time, when there is one) of a spreadsheet's serial number as `dd/mm/yyyy` or `dd/mm/yyyy hh:mm`; below one day, `hh:mm`. */
export function serialText(serial: number, from1904: boolean): string {
  const minutes = Math.round(serial * 1440);
  const days = Math.floor(minutes / 1440);
  const rest = minutes - days * 1440;
  const time = `${String(Math.floor(rest / 60)).padStart(2, '0')}:${String(rest % 60).padStart(2, '0')}`;
  if (days < 0 || days > 2_958_465) return numberText(serial);
  if (days === 0 && !from1904) return time;
  const day = formatDay(addDays(epoch(days, from1904), days));
  return rest === 0 ? day : `${day} ${time}`;
}

/** A cell's text: composed Unicode, without spaces around it, lines parted by `\n`. */
export function cleanText(text: string): string {
  const composed = text.normalize('NFC').trim();
  return composed.includes('\r') ? composed.replace(/\r\n?/g, '\n') : composed;
}

// Excel counts a 29 February 1900 that never was, so days before 1 March 1900 are off by one.
function epoch(days: number, from1904: boolean): string {
  if (from1904) return '1904-01-01';
  return days < 60 ? '1899-12-31' : '1899-12-30';
}

function withoutExponent(value: number): string {
  if (Math.abs(value) >= 1) return BigInt(value).toString();
  return value.toFixed(20).replace(/\.?0+$/, '');
}
