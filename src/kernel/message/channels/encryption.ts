import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

/** Keys of a browser's subscription (https://www.w3.org/TR/push-api): a P-256 point of 65 bytes and a secret of 16. */
export type PushKeys = { p256dh: Buffer; auth: Buffer };

/** Longest text, in bytes, that every push service takes: a record of 4096 bytes less header, tag and end mark (RFC 8291 §4). */
export const MAX_PLAIN_BYTES = 3993;
const CURVE = 'prime256v1';
const RECORD_BYTES = 4096;
const TAG_BYTES = 16;
/** Marks the last record (RFC 8188 §2). */
const LAST_RECORD = 2;

/**
 * Encrypts a push message for one subscription so that the push service cannot read it: RFC 8291 with content coding aes128gcm (RFC 8188). `fixed` is for the example of the RFC.
 * Throws a `RangeError` when the text is longer than `MAX_PLAIN_BYTES`, and an error of OpenSSL when the point is not on the curve.
 */
export function encryptPush(text: string, { p256dh, auth }: PushKeys, fixed?: { salt: Buffer; privateKey: Buffer }): Buffer {
  const plain = Buffer.from(text);
  if (plain.length > MAX_PLAIN_BYTES) throw new RangeError(`A push message of ${plain.length} bytes is too long.`);
  const own = createECDH(CURVE);
  if (fixed === undefined) own.generateKeys();
  else own.setPrivateKey(fixed.privateKey);
  const ownPoint = own.getPublicKey();
  const salt = fixed?.salt ?? randomBytes(16);
  const shared = derive(own.computeSecret(p256dh), auth, Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, ownPoint]), 32);
  const key = derive(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce, { authTagLength: TAG_BYTES });
  const sizes = Buffer.alloc(5);
  sizes.writeUInt32BE(RECORD_BYTES, 0);
  sizes.writeUInt8(ownPoint.length, 4);
  return Buffer.concat([salt, sizes, ownPoint, cipher.update(plain), cipher.update(Buffer.from([LAST_RECORD])), cipher.final(), cipher.getAuthTag()]);
}

function derive(key: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, bytes));
}
