import { randomBytes } from 'node:crypto';

/** Letters and digits that are not taken for one another when read from paper (Crockford’s base 32). */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 25;

/** A new code of 25 signs: 125 bits of chance, so that nobody finds a certificate by trying. */
export function newCode(): string {
  let bits = BigInt(`0x${randomBytes(16).toString('hex')}`);
  let code = '';
  for (let sign = 0; sign < LENGTH; sign++, bits >>= 5n) code += SIGNS[Number(bits & 31n)] ?? '';
  return code;
}

/** A code as typed from paper: with spaces or dashes, in capitals, with o for 0 and i or l for 1. */
export function readCode(typed: string): string {
  return typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
}

/** A code as it is printed: in groups. */
export function shownCode(code: string): string {
  return (
    code
      .toUpperCase()
      .match(/.{1,5}/g)
      ?.join('-') ?? code
  );
}
