import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Null } from 'asn1js';
import { createCMSECDSASignature } from 'pkijs';
import { makeFolder } from '#base/folder/index.ts';
import { newId } from '#base/id/index.ts';
import { bufferOf, derOf, parseCertificate } from './der.ts';
import type { SigningKey } from './key.ts';
import { extension, makeCertificate, makeKeys, type Subject } from './make-certificate.ts';

/** The authority of the demonstration: it gives anybody a certificate that names them, so it proves nothing. */
export type TestAuthority = {
  /** Its own certificate, DER. */
  root: () => Promise<Uint8Array>;
  /** A key for one signature of that person, with a certificate of a year; the key is kept nowhere. */
  keyFor: (subject: Subject, now: Temporal.Instant) => Promise<SigningKey>;
};

/** What every certificate of the test authority says, so that nobody takes it for a real one. */
export const TEST_AUTHORITY: Subject = { name: 'Khuê TEST ROOT - khong co gia tri phap ly (no legal value)', organisation: 'Khuê TEST' };

const FILE = 'test-authority.key';
/** noRevAvail (RFC 9608): there is nobody to ask about revocation, for the key signs once and is gone. */
const NO_REVOCATION = '2.5.29.56';
const HOURS_PER_YEAR = 365 * 24;

/** The test authority whose key and certificate lie in `dataFolder`/test-authority.key; made there at the first use, once even when two processes start together. */
export function testAuthorityIn(dataFolder: string): TestAuthority {
  let loaded: Promise<Authority> | undefined;
  const get = (): Promise<Authority> => (loaded ??= load(join(dataFolder, FILE)));
  return {
    root: async () => (await get()).root,
    keyFor: async (subject, now) => personKey(await get(), subject, now),
  };
}

type Authority = { root: Uint8Array; key: CryptoKey };

async function personKey({ root, key }: Authority, subject: Subject, now: Temporal.Instant): Promise<SigningKey> {
  const { privateKey, publicKey } = await makeKeys();
  const certificate = await makeCertificate({
    subject,
    publicKey,
    from: now.subtract({ hours: 1 }),
    until: now.add({ hours: HOURS_PER_YEAR }),
    authority: false,
    issuer: { certificate: parseCertificate(root) },
    signingKey: key,
    extensions: [extension(NO_REVOCATION, false, new Null())],
  });
  return { transport: 'test', certificate: derOf(certificate), chain: [root], kind: 'ECDSA', sign: (data) => signWith(privateKey, data) };
}

/** An ECDSA signature (P-256, SHA-256) in the form that CMS wants. */
export async function signWith(privateKey: CryptoKey, data: Uint8Array): Promise<Uint8Array> {
  const plain = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bufferOf(data));
  return new Uint8Array(createCMSECDSASignature(plain));
}

async function load(file: string): Promise<Authority> {
  const there = read(file) ?? (await make(file));
  const key = await crypto.subtle.importKey('pkcs8', bufferOf(there.key), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  return { root: there.root, key };
}

function read(file: string): { root: Uint8Array; key: Uint8Array } | undefined {
  try {
    const [root = '', key = ''] = readFileSync(file, 'utf8').trim().split('\n');
    return { root: new Uint8Array(Buffer.from(root, 'base64')), key: new Uint8Array(Buffer.from(key, 'base64')) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function make(file: string): Promise<{ root: Uint8Array; key: Uint8Array }> {
  const { privateKey, publicKey } = await makeKeys();
  const from = Temporal.Instant.from('2020-01-01T00:00:00Z');
  const until = Temporal.Instant.from('2049-01-01T00:00:00Z');
  const root = derOf(await makeCertificate({ subject: TEST_AUTHORITY, publicKey, from, until, authority: true, signingKey: privateKey }));
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
  makeFolder(join(file, '..'));
  const draft = `${file}.${newId()}`;
  writeFileSync(draft, [root, key].map((bytes) => `${Buffer.from(bytes).toString('base64')}\n`).join(''), { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  return read(file) ?? { root, key };
}
