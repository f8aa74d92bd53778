import { createPublicKey, createVerify } from 'node:crypto';
import { P12Signer, SignerError } from '@libpdf/core';
import type { Certificate } from 'pkijs';
import { Problem } from '#base/problem/index.ts';
import { derOf, parseCertificate } from './der.ts';
import type { SigningKey } from './key.ts';

/** Largest PKCS#12 file, in bytes: certificates and a key have a few thousand. */
const MAX_BYTES = 200_000;

/**
 * The key of a PKCS#12 file (.p12, .pfx), for one signature; neither file nor password is kept. Throws `invalid` when the password is wrong or the file
 * holds no key with its certificate.
 */
export async function openPkcs12(bytes: Uint8Array, password: string): Promise<SigningKey> {
  const refuse = (code: string, at: string): Problem => new Problem('invalid', code, {}, [{ at, code }]);
  if (bytes.length === 0) throw refuse('sign.pkcs12-needed', '/pkcs12');
  if (bytes.length > MAX_BYTES) throw refuse('sign.pkcs12-unreadable', '/pkcs12');
  const signer = await P12Signer.create(bytes, password).catch((error: unknown) => {
    if (!(error instanceof SignerError)) throw error;
    // A file whose check sum does not fit the password, and one that cannot be deciphered with it, are the same to its owner.
    const unreadable = /ASN\.1|No private key|No certificates/.test(error.message);
    throw unreadable ? refuse('sign.pkcs12-unreadable', '/pkcs12') : refuse('sign.pkcs12-password', '/pkcs12Password');
  });
  const all = [signer.certificate, ...signer.certificateChain];
  const own = await ownerOf(signer, all);
  if (own === undefined) throw refuse('sign.pkcs12-unreadable', '/pkcs12');
  const kind = signer.keyType === 'RSA' ? 'RSA' : 'ECDSA';
  return { transport: 'pkcs12', certificate: own, chain: all.filter((der) => der !== own), kind, sign: (data) => signer.sign(data, 'SHA-256') };
}

/** Which of the certificates belongs to the key: files hold them in any order. */
async function ownerOf(signer: P12Signer, all: Uint8Array[]): Promise<Uint8Array | undefined> {
  const probe = crypto.getRandomValues(new Uint8Array(32));
  const signature = await signer.sign(probe, 'SHA-256');
  for (const der of all) if (fits(parseCertificate(der), signer.keyType, probe, signature)) return der;
  return undefined;
}

function fits(certificate: Certificate, kind: string, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(derOf(certificate.subjectPublicKeyInfo)), format: 'der', type: 'spki' });
    if ((key.asymmetricKeyType === 'rsa') !== (kind === 'RSA')) return false;
    return createVerify('SHA256').update(data).verify(key, signature);
  } catch {
    return false;
  }
}
