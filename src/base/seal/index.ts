import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '#base/folder/index.ts';

/** Seals short texts so that the database alone does not give them away. */
export type Seal = {
  /** The text sealed with AES-256-GCM, bound to `about` (an id): elsewhere it cannot be opened. A new result at each call. */
  seal: (text: string, about: string) => Buffer;
  /** The text again; throws when the bytes were changed, or belong to another `about` or key. */
  open: (sealed: Buffer, about: string) => string;
  /** A keyed digest (HMAC-SHA-256, 32 bytes), the same for the same text: finds doubles without opening anything. */
  digest: (text: string) => Buffer;
};

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what is sealed; another way to seal would get another one. */
const VERSION = 1;

/** A seal with a secret key of 32 bytes; throws when the key has another length. */
export function createSeal(key: Buffer): Seal {
  if (key.length !== KEY_BYTES) throw new Error(`The key must have ${KEY_BYTES} bytes, not ${key.length}.`);
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', `khue ${use}`, KEY_BYTES));
  const sealing = derive('seal');
  const digesting = derive('digest');
  return {
    seal: (text, about) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body]);
    },
    open: (sealed, about) => {
      if (sealed[0] !== VERSION) throw new Error('Sealed in a way that this Khuê does not know.');
      const iv = sealed.subarray(1, 1 + IV_BYTES);
      const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', sealing, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(about)).setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    },
    digest: (text) => createHmac('sha256', digesting).update(text).digest(),
  };
}

/**
 * The seal whose key lies in `file`; the key is made there once, readable by the owner only, even when two processes start together.
 * The file is read at the first use. Without it nothing sealed can be opened again: it belongs into the backup, apart from the database.
 */
export function sealFromFile(file: string): Seal {
  let made: Seal | undefined;
  const get = (): Seal => (made ??= createSeal(readSecret(file)));
  return {
    seal: (text, about) => get().seal(text, about),
    open: (sealed, about) => get().open(sealed, about),
    digest: (text) => get().digest(text),
  };
}

/**
 * The secret of 32 bytes in `file` (base64). It is made there once, readable by the owner only, even when two processes start together.
 */
export function readSecret(file: string): Buffer {
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  makeFolder(dirname(file));
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // A link appears whole or not at all, and never replaces the key another process made meanwhile.
    linkSync(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
