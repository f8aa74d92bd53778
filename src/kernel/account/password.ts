import { hash, verify } from '@node-rs/argon2';
import { Problem } from '#base/problem/index.ts';
import { COMMON_WORDS } from './common.ts';

/** Fewest and most characters of a password (OWASP ASVS 5, 6.2.1 and 6.2.9). */
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

// argon2id is this package's default algorithm; figures of OWASP's password storage cheat sheet.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The argon2id hash (19 MiB, 2 passes, 1 lane) as a PHC string. Input methods write Vietnamese in two ways, so the text is normalised first. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), COST);
}

/** Whether the password is the one that was hashed; never throws. */
export async function verifyPassword({ hash: kept, password }: { hash: string; password: string }): Promise<boolean> {
  try {
    return await verify(kept, password.normalize('NFC'));
  } catch {
    return false;
  }
}

/**
 * Refuses passwords that are too short, too long, or easily guessed: made of at most two common words, or of the person's own
 * name, staff code or address, with sequences of digits around them (ASVS 5, 6.2.4 and 6.2.11). No rules on the kinds of characters (6.2.5).
 */
export function checkPassword(password: string, own: string[]): void {
  const length = [...password.normalize('NFC')].length;
  const refuse = (code: string, values: Record<string, number> = {}) => {
    throw new Problem('invalid', code, values, [{ at: '/password', code, values }]);
  };
  if (length < PASSWORD_LENGTH.min) refuse('account.password-short', { min: PASSWORD_LENGTH.min });
  if (length > PASSWORD_LENGTH.max) refuse('account.password-long', { max: PASSWORD_LENGTH.max });
  const names = own.flatMap(ownWords);
  for (const text of [plain(password), withSigns(password)]) {
    if (names.some((name) => name.length >= 6 && text.includes(name))) refuse('account.password-own');
    if (cover(text, new Set(names)) <= 2) refuse('account.password-common');
  }
}

/** Lower case without diacritics, spaces and signs. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

const SIGNS: Record<string, string> = { '@': 'a', '!': 'i', $: 's' };
const DIGITS: Record<string, string> = { '4': 'a', '3': 'e', '1': 'i', '0': 'o', '5': 's', '7': 't' };

/** The same with signs that stand for letters read as such: `P@ssword` is `password`. */
function withSigns(text: string): string {
  return plain([...text].map((character) => SIGNS[character] ?? character).join(''));
}

/** A word with digits that stand for letters read as such: `passw0rd` is `password`. */
function withoutDigits(word: string): string {
  return [...word].map((character) => DIGITS[character] ?? character).join('');
}

function ownWords(text: string): string[] {
  const words = text.split(/[\s@.]+/).map(plain);
  return [plain(text), ...words].filter((word) => word.length >= 2);
}

/** With how few common words the whole text can be written, digits in sequences and the person's own words not counted; Infinity when it cannot. */
function cover(text: string, names: Set<string>): number {
  const fewest: number[] = [0];
  for (let end = 1; end <= text.length; end++) {
    let best = Number.POSITIVE_INFINITY;
    for (let start = Math.max(0, end - 24); start < end; start++) {
      const before = fewest[start] ?? Number.POSITIVE_INFINITY;
      if (before < best) best = Math.min(best, before + cost(text.slice(start, end), names));
    }
    fewest.push(best);
  }
  return fewest[text.length] ?? Number.POSITIVE_INFINITY;
}

function cost(part: string, names: Set<string>): number {
  if (names.has(part) || isSequence(part) || /^\d{1,4}$/.test(part)) return 0;
  if (COMMON_WORDS.has(part) || (/[a-z]/.test(part) && COMMON_WORDS.has(withoutDigits(part)))) return 1;
  return Number.POSITIVE_INFINITY;
}

/** The same character again and again, or neighbours in the alphabet or among the digits, up or down: at least three. */
function isSequence(part: string): boolean {
  if (part.length < 3) return false;
  const steps = new Set([...part].slice(1).map((character, index) => character.charCodeAt(0) - part.charCodeAt(index)));
  if (/^\d+$/.test(part) && ('01234567890'.includes(part) || '09876543210'.includes(part))) return true;
  const [step] = steps;
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1;
}
