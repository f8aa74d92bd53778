import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';

/**
 * Signed notes (c2sp.org/signed-note) with Ed25519: a text that ends in a line break, an empty line, and a line for each signature,
 * `— NAME BASE64(key id, signature)`.
 */
export type Note = { text: string; signatures: Signature[] };
export type Signature = { name: string; keyId: number; signature: Buffer };

/** Who signs: a name and a private key. */
export type Signer = { name: string; privateKey: KeyObject };

/** Whom to believe: what a verification key says. */
export type Verifier = { name: string; keyId: number; publicKey: KeyObject };

/** Ed25519 in signed notes. */
const ALGORITHM = 1;
const KEY_BYTES = 32;
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** The private key of a secret of 32 bytes (RFC 8032); throws when the length is another. */
export function keyOf(secret: Buffer): KeyObject {
  if (secret.length !== KEY_BYTES) throw new Error(`An Ed25519 key is made of ${KEY_BYTES} bytes, not ${secret.length}.`);
  return createPrivateKey({ key: Buffer.concat([PKCS8, secret]), format: 'der', type: 'pkcs8' });
}

/** The 32 bytes of the public key that belongs to a private one. */
export function publicBytesOf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}

/** The verification key of a name and a public key of 32 bytes, as others keep it: `NAME+KEYID+BASE64`. */
export function verificationKey(name: string, publicBytes: Buffer): string {
  const typed = Buffer.concat([Buffer.of(ALGORITHM), publicBytes]);
  return `${name}+${keyIdOf(name, typed).toString(16).padStart(8, '0')}+${typed.toString('base64')}`;
}

/** What a verification key says; throws when it is none, or of another kind than Ed25519. */
export function parseVerificationKey(text: string): Verifier {
  const [, name = '', id = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const typed = fromBase64(encoded);
  if (name === '' || typed?.length !== KEY_BYTES + 1 || typed[0] !== ALGORITHM || keyIdOf(name, typed) !== Number.parseInt(id, 16)) {
    throw new Error(`"${text}" is no verification key of Ed25519 (NAME+KEYID+BASE64).`);
  }
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, typed.subarray(1)]), format: 'der', type: 'spki' });
  return { name, keyId: keyIdOf(name, typed), publicKey };
}

/** The note that says `text` (which ends in a line break), signed by each of the signers. */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!text.endsWith('\n') || text.includes('\n\n')) throw new Error('The text of a note ends in a line break and has no empty line.');
  const lines = signers.map(({ name, privateKey }) => {
    const typed = Buffer.concat([Buffer.of(ALGORITHM), publicBytesOf(privateKey)]);
    const id = Buffer.alloc(4);
    id.writeUInt32BE(keyIdOf(name, typed));
    return `— ${name} ${Buffer.concat([id, sign(null, Buffer.from(text, 'utf8'), privateKey)]).toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Text and signatures of a note, not yet believed; throws when it is none. */
export function parseNote(note: string): Note {
  const cut = note.lastIndexOf('\n\n');
  const lines = note.slice(cut + 2).split('\n');
  if (cut < 1 || lines.pop() !== '' || lines.length === 0 || lines.length > 100) throw new Error('This is no signed note.');
  return { text: note.slice(0, cut + 1), signatures: lines.map(signatureOf) };
}

/** The text of a note that the verifier's key signed; throws when it did not, or when one of its signatures does not fit. */
export function openNote(note: string, { name, keyId, publicKey }: Verifier): string {
  const { text, signatures } = parseNote(note);
  const own = signatures.filter((one) => one.name === name && one.keyId === keyId);
  if (own.length === 0) throw new Error(`The note is not signed by ${name}.`);
  if (!own.every(({ signature }) => verify(null, Buffer.from(text, 'utf8'), publicKey, signature))) throw new Error(`The signature of ${name} does not fit the text.`);
  return text;
}

function signatureOf(line: string): Signature {
  const [, name = '', encoded = ''] = /^— ([^+\s]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (name === '' || bytes === undefined || bytes.length < 5) throw new Error('This is no signed note: a line of its signatures cannot be read.');
  return { name, keyId: bytes.readUInt32BE(0), signature: bytes.subarray(4) };
}

/** The first four bytes of the SHA-256 of name, line break, kind and key. */
function keyIdOf(name: string, typed: Buffer): number {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), typed]), 'buffer').readUInt32BE(0);
}

/** The bytes of a base64 text, or undefined when it is not written as base64 is. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
