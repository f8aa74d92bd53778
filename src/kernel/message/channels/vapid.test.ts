import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createVapid } from './vapid.ts';

// RFC 8292 §2.4: request and key of the example.
const TOKEN =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA';
const KEY = 'BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs';
const EXPIRES = 1_453_523_768;
const TWELVE_HOURS = 43_200;

function isSignedBy(token: string, key: string): boolean {
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const known = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  const [head = '', claims = '', signature = ''] = token.split('.');
  return verify('sha256', Buffer.from(`${head}.${claims}`), { key: known, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

describe('the example of RFC 8292', () => {
  const vapid = createVapid(Buffer.alloc(32, 7), 'mailto:push@example.com');
  const said = vapid.authorization('https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV', Temporal.Instant.fromEpochMilliseconds((EXPIRES - TWELVE_HOURS) * 1000));
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(said) ?? [];

  test('what is signed is that of the example byte for byte: the same header, origin, end and contact', () => {
    expect(token.split('.').slice(0, 2)).toEqual(TOKEN.split('.').slice(0, 2));
  });

  // A signature of ES256 holds a random number, so another one cannot be equal; what checks the one of the example must take ours, and the other way round.
  test('what finds the signature of the example right finds ours right, and each only under its own key', () => {
    expect(isSignedBy(TOKEN, KEY)).toBe(true);
    expect(isSignedBy(token, key)).toBe(true);
    expect(key).toBe(vapid.publicKey);
    expect(isSignedBy(TOKEN, key)).toBe(false);
    expect(isSignedBy(token, KEY)).toBe(false);
    expect(Buffer.from(token.split('.')[2] ?? '', 'base64url')).toHaveLength(64);
  });
});
