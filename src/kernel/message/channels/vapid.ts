import { createECDH, createPrivateKey, sign, type KeyObject } from 'node:crypto';

/** How long a token is good, in seconds; RFC 8292 §2 allows a day at the most. */
const TOKEN_SECONDS = 12 * 3600;

/** The key pair by which push services know this installation (RFC 8292). */
export type Vapid = {
  /** Public key as browsers want it: an uncompressed point, base64url. */
  publicKey: string;
  /** Value of the `Authorization` header for an endpoint at a moment. */
  authorization: (endpoint: string, now: Temporal.Instant) => string;
};

/** VAPID with a secret of 32 bytes as its P-256 key; `subject` is `mailto:` or `https:`, where a push service finds who answers for us. */
export function createVapid(secret: Buffer, subject: string): Vapid {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(secret);
  const point = pair.getPublicKey();
  const key = privateKey(secret, point);
  const publicKey = point.toString('base64url');
  return {
    publicKey,
    authorization: (endpoint, now) => {
      const claims = { aud: new URL(endpoint).origin, exp: Math.floor(now.epochMilliseconds / 1000) + TOKEN_SECONDS, sub: subject };
      return `vapid t=${token(claims, key)}, k=${publicKey}`;
    },
  };
}

function privateKey(secret: Buffer, point: Buffer): KeyObject {
  const part = (from: number): string => point.subarray(from, from + 32).toString('base64url');
  return createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: part(1), y: part(33), d: secret.toString('base64url') } });
}

/** A JSON Web Token signed with ES256 (RFC 7518 §3.4: both numbers of the signature one after the other). */
function token(claims: object, key: KeyObject): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
