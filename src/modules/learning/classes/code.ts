import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds after which the code in the room changes. */
export const CODE_SECONDS = 30;
/** How many codes back one is still taken: time to open the phone and sign in. */
const STEPS_BACK = 2;
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 8;

const stepOf = (now: Temporal.Instant): number => Math.floor(now.epochMilliseconds / 1000 / CODE_SECONDS);

function codeAt(key: Buffer, step: number): string {
  const bytes = createHmac('sha256', key).update(String(step)).digest();
  return Array.from({ length: LENGTH }, (_, place) => LETTERS[bytes.readUInt16BE(2 * place) % LETTERS.length]).join('');
}

/** The code shown in the room at a moment (8 letters and digits that are not mistaken for each other) and the seconds, 1 to 30, for which it is the newest. */
export function currentCode(key: Buffer, now: Temporal.Instant): { code: string; seconds: number } {
  return { code: codeAt(key, stepOf(now)), seconds: CODE_SECONDS - (Math.floor(now.epochMilliseconds / 1000) % CODE_SECONDS) };
}

/** Whether a code, as typed, is the one shown now or one of the two before it. */
export function isCurrentCode(key: Buffer, typed: string, now: Temporal.Instant): boolean {
  const given = Buffer.from(typed.toUpperCase().replaceAll(/[\s-]/g, ''));
  return Array.from({ length: STEPS_BACK + 1 }, (_, back) => Buffer.from(codeAt(key, stepOf(now) - back))).some(
    (one) => one.length === given.length && timingSafeEqual(one, given),
  );
}
