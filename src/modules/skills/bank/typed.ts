/**
 * Every number that a typed text may mean. `1.234` is read both ways (one thousand two hundred thirty-four as in Vietnamese, and as a
 * decimal); `12 %` as 12 and as 0.12; words after the number (`12 hộ`) do not matter. None: it is no number.
 */
export function numbersIn(text: string): number[] {
  const match = /^\(?\s*([+\-−–]?)\s*(\d[\d.,\s\u00a0\u202f]*)(.*)$/su.exec(text.normalize('NFC').trim());
  const digits = (match?.[2] ?? '').replaceAll(/[\s\u00a0\u202f]/g, '').replace(/[.,]$/, '');
  const rest = (match?.[3] ?? '').trim();
  if (match === null || digits === '' || /\d/.test(rest)) return [];
  const sign = match[1] === '' || match[1] === '+' ? 1 : -1;
  const readings = readingsOf(digits).map((value) => sign * value);
  return rest.startsWith('%') ? [...readings, ...readings.map((value) => value / 100)] : readings;
}

function readingsOf(digits: string): number[] {
  const marks = [...digits].filter((sign) => sign === '.' || sign === ',');
  const kinds = [...new Set(marks)];
  if (marks.length === 0) return [Number(digits)];
  const last = marks.at(-1) ?? '';
  if (kinds.length === 2) {
    // The last kind is the decimal mark and stands once: 1.234,5 and 1,234.5.
    const thousands = last === ',' ? '.' : ',';
    const pattern = new RegExp(`^\\d{1,3}(\\${thousands}\\d{3})+\\${last}\\d+$`);
    return pattern.test(digits) ? [Number(digits.replaceAll(thousands, '').replace(last, '.'))] : [];
  }
  const grouped = /^\d{1,3}([.,]\d{3})+$/.test(digits) ? [Number(digits.replaceAll(/[.,]/g, ''))] : [];
  const decimal = marks.length === 1 ? [Number(digits.replace(',', '.'))] : [];
  return [...grouped, ...decimal];
}

/** A typed text without what does not count: case, diacritics, spaces, punctuation. */
export function plainText(text: string): string {
  const bare = text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd');
  const kept = bare.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return kept === '' ? bare.replaceAll(/\s/g, '') : kept;
}

// In an address every sign counts: dich-vu-cong.example is not dichvucong.example.
const ADDRESS = /^[^\s]+@[^\s]+$|:\/\/|^[^\s]+\.(vn|com|net|org|info|example|test)(\/[^\s]*)?$/i;

/** Whether two typed texts are the same answer. */
export function sameText(typed: string, accepted: string): boolean {
  if (isFormula(accepted)) return sameFormula(typed, accepted);
  if (ADDRESS.test(accepted.trim())) return plainAddress(typed) === plainAddress(accepted);
  return plainText(typed) === plainText(accepted);
}

/** Whether a typed text is an accepted one, or the same number where the accepted one is a number. */
export function fits(typed: string, accepted: string): boolean {
  if (sameText(typed, accepted)) return true;
  if (isFormula(accepted) || !/^[\s+\-−\d.,%]+$/.test(accepted)) return false;
  const wanted = numbersIn(accepted);
  return numbersIn(typed).some((value) => wanted.includes(value));
}

function plainAddress(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '');
}

function isFormula(text: string): boolean {
  return text.trim().startsWith('=');
}

/** Formulas are the same without regard to case, spaces and kind of quotes, with `;` or `,` between arguments and either decimal mark. */
function sameFormula(typed: string, accepted: string): boolean {
  const wanted = formulaForms(accepted);
  return formulaForms(typed).some((form) => wanted.includes(form));
}

function formulaForms(text: string): string[] {
  const bare = text.normalize('NFC').trim().toUpperCase().replaceAll(/[“”„]/g, '"').replaceAll(/\s+/g, '');
  // With `;` between arguments a comma can only be a decimal mark; otherwise it may be either.
  if (bare.includes(';')) return [bare.replaceAll(/(\d),(\d)/g, '$1.$2').replaceAll(';', ',')];
  return [...new Set([bare, bare.replaceAll(/(?<![A-Z$\d])(\d+),(\d+)/g, '$1.$2')])];
}
