/** Signs of a code: no I, O, U, 0 or 1, which hands and eyes confuse. Their number is prime, so that the check finds every single wrong sign and every two that changed places. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTVWXYZ';
/** Signs of a code before the one that checks them. */
const LENGTH = 6;

/** The letters of answers as they are printed, in the order of the options. */
export const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;

/** A code for a sheet from a source of chance (`below(n)`: a whole number from 0 to below n). */
export function makeCode(below: (n: number) => number): string {
  const signs = Array.from({ length: LENGTH }, () => SIGNS[below(SIGNS.length)] ?? '');
  return signs.join('') + checkOf(signs);
}

/** A code as it was typed, without what does not count; undefined when its last sign does not fit the others: it was mistyped. Pure. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  const signs = [...code];
  if (signs.length !== LENGTH + 1 || !signs.every((sign) => SIGNS.includes(sign))) return undefined;
  return checkOf(signs.slice(0, LENGTH)) === signs[LENGTH] ? code : undefined;
}

/** A code as it is printed: parted in the middle. */
export function shownCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

function checkOf(signs: readonly string[]): string {
  const sum = signs.reduce((total, sign, at) => total + (at + 1) * SIGNS.indexOf(sign), 0);
  return SIGNS[sum % SIGNS.length] ?? '';
}

/**
 * Answers as they were keyed, one sign a question: a letter, or its number on the number pad (1 = A); `0`, `-` or `.` for a question that was left open or marked twice. Gives the place of the
 * option (0 is A) or null; undefined when a sign is none of these. Pure.
 */
export function readAnswers(typed: string): (number | null)[] | undefined {
  const read: (number | null)[] = [];
  for (const sign of typed.toUpperCase().replaceAll(/\s/g, '')) {
    const at = /[1-8]/.test(sign) ? Number(sign) - 1 : LETTERS.findIndex((letter) => letter === sign);
    if (at < 0 && !/[0.-]/.test(sign)) return undefined;
    read.push(at < 0 ? null : at);
  }
  return read;
}

/** What was typed into the one field: the code first, the answers after a space. After a code that was typed or scanned before (`known`), the answers alone will do. Pure. */
export function partsOf(entry: string, known = ''): { code: string; answers: string } {
  const [first = '', ...rest] = entry.trim().split(/\s+/);
  // Seven answers can look like a code, so a single word is taken for what is waited for.
  const onlyAnswers = known !== '' && (rest.length === 0 || readCode(first) === undefined);
  return onlyAnswers ? { code: known, answers: [first, ...rest].join('') } : { code: first, answers: rest.join('') };
}
