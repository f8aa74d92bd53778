import { fromBER, type AsnType } from 'asn1js';
import { Certificate } from 'pkijs';
import { Problem } from '#base/problem/index.ts';

/** The bytes in a buffer of their own, as the ASN.1 packages want them. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/** What DER (or BER) bytes hold; throws an `Error` when they are not ASN.1. */
export function parseDer(bytes: Uint8Array): AsnType {
  const { offset, result } = fromBER(bufferOf(bytes));
  if (offset === -1) throw new Error('not ASN.1');
  return result;
}

/** A certificate from its DER bytes; throws an `Error` when they are none. */
export function parseCertificate(der: Uint8Array): Certificate {
  return new Certificate({ schema: parseDer(der) });
}

/** The DER bytes of something that can be written as ASN.1. */
export function derOf(value: { toSchema(): AsnType }): Uint8Array {
  return new Uint8Array(value.toSchema().toBER(false));
}

/** The SHA-256 of bytes. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bufferOf(bytes)));
}

/** Certificates of a PEM text, DER each; throws `invalid` when a block cannot be read. */
export function certificatesOfPem(pem: string): Uint8Array[] {
  return [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)].map(([, base64]) => {
    const der = new Uint8Array(Buffer.from(base64 ?? '', 'base64'));
    try {
      parseCertificate(der);
    } catch {
      throw new Problem('invalid', 'sign.certificate-unreadable');
    }
    return der;
  });
}
