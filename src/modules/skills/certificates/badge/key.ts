import { createPublicKey, type KeyObject } from 'node:crypto';
import { base58, fromBase58 } from './multibase.ts';

declare module '#kernel/operation/services.ts' {
  interface Services {
    /** The private Ed25519 key that signs certificates. */
    certificateKey: () => KeyObject;
  }
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
/** Ed25519 public keys in multicodec. */
const MULTIKEY = Buffer.from('ed01', 'hex');

/** The public half of an Ed25519 key as a Multikey: `z6Mk…` (W3C Controlled Identifiers 1.0). */
export function multikeyOf(key: KeyObject): string {
  const bytes = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  return base58(Buffer.concat([MULTIKEY, bytes]));
}

/** The Ed25519 public key that a Multikey names, or undefined when it names none. */
export function publicKeyFrom(multikey: string): KeyObject | undefined {
  const bytes = fromBase58(multikey);
  if (bytes?.length !== MULTIKEY.length + 32 || !MULTIKEY.equals(bytes.subarray(0, MULTIKEY.length))) return undefined;
  return createPublicKey({ key: Buffer.concat([SPKI, bytes.subarray(MULTIKEY.length)]), format: 'der', type: 'spki' });
}
