import { createHash, randomInt, randomUUID } from 'node:crypto';

let lastTime = 0;
let sequence = 0;

/**
 * A UUID of version 7 (RFC 9562): sorts by the millisecond it was made in and, within one process, by the order of making
 * (method 1 of its section 6.2: a counter of 12 bits after the time, which runs ahead of the clock when it is full).
 */
export function newId(now: number = Date.now()): string {
  sequence = now > lastTime ? randomInt(0x400) : sequence + 1;
  lastTime = Math.max(now, lastTime) + (sequence > 0xfff ? 1 : 0);
  sequence &= 0xfff;
  const time = lastTime.toString(16).padStart(12, '0');
  const count = sequence.toString(16).padStart(3, '0');
  // The last 64 bits of a UUID of version 4 are what is needed: its variant and randomness.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${randomUUID().slice(19)}`;
}

/** A UUID of version 5 (RFC 9562): the same name in the same namespace (a UUID) always gives the same id. */
export function namedId(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return written(bytes);
}

function written(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text has the form of a UUID in lower case. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
