import { gunzipSync, gzipSync } from 'node:zlib';

/** Places in one status list: the least that W3C Bitstring Status List 1.0 allows, so that a place tells nothing of its neighbours. */
export const PLACES = 131_072;

/** A list as it is published: bits from the left, gzip, base64url, `u` of multibase before it. `set` are the places whose bit is 1. */
export function encodeList(set: Iterable<number>): string {
  const bytes = Buffer.alloc(PLACES / 8);
  for (const place of set) {
    if (!Number.isInteger(place) || place < 0 || place >= PLACES) throw new RangeError(`${place} is no place of a status list.`);
    const at = place >> 3;
    bytes[at] = (bytes[at] ?? 0) | (0x80 >> (place & 7));
  }
  return `u${gzipSync(bytes, { level: 9 }).toString('base64url')}`;
}

/** Whether the bit at `place` of a published list is 1; undefined when the list cannot be read or has no such place. */
export function isSet(encoded: string, place: number): boolean | undefined {
  if (!/^u[A-Za-z0-9_-]+$/.test(encoded) || !Number.isInteger(place) || place < 0) return undefined;
  try {
    const bytes = gunzipSync(Buffer.from(encoded.slice(1), 'base64url'), { maxOutputLength: 16 * PLACES });
    const byte = bytes[place >> 3];
    return bytes.length * 8 < PLACES || byte === undefined ? undefined : (byte & (0x80 >> (place & 7))) !== 0;
  } catch {
    return undefined;
  }
}
