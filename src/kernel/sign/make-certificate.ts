import { BitString, Integer, OctetString, PrintableString, Utf8String } from 'asn1js';
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension, ExtKeyUsage, RelativeDistinguishedNames, Time } from 'pkijs';
import { engine } from './engine.ts';
import { bufferOf, derOf, sha256 } from './der.ts';

/** Who a certificate is about. */
export type Subject = { name: string; organisation: string };

/** What a new certificate says. Moments in ISO 8601. */
export type CertificateOrder = {
  subject: Subject;
  publicKey: CryptoKey;
  from: Temporal.Instant;
  until: Temporal.Instant;
  /** Whether it may stand above other certificates. */
  authority: boolean;
  /** Who signs it; itself when left out. */
  issuer?: { certificate: Certificate };
  signingKey: CryptoKey;
  /** Object identifiers of extended uses. */
  uses?: string[];
  /** Further extensions. */
  extensions?: Extension[];
};

const NAME = { country: '2.5.4.6', organisation: '2.5.4.10', common: '2.5.4.3' };
// Bits of key usage (RFC 5280, 4.2.1.3): certificate and list signing; signature and non-repudiation.
const USAGE = { authority: 0b0000_0110, person: 0b1100_0000 };

/** A new pair of keys: ECDSA on P-256, made in about a millisecond. */
export async function makeKeys(): Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
}

/** Makes and signs a certificate (X.509 version 3). */
export async function makeCertificate(order: CertificateOrder): Promise<Certificate> {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: bufferOf(serialNumber()) });
  certificate.subject = nameOf(order.subject);
  certificate.issuer = order.issuer?.certificate.subject ?? nameOf(order.subject);
  certificate.notBefore = timeOf(order.from);
  certificate.notAfter = timeOf(order.until);
  await certificate.subjectPublicKeyInfo.importKey(order.publicKey, engine);
  certificate.extensions = [...(await extensionsOf(certificate, order)), ...(order.extensions ?? [])];
  await certificate.sign(order.signingKey, 'SHA-256', engine);
  return certificate;
}

async function extensionsOf(certificate: Certificate, { authority, uses = [] }: CertificateOrder): Promise<Extension[]> {
  const constraints = new BasicConstraints({ cA: authority });
  const usage = new BitString({ valueHex: bufferOf(Uint8Array.of(authority ? USAGE.authority : USAGE.person)), unusedBits: authority ? 1 : 6 });
  const keyId = new OctetString({ valueHex: bufferOf((await sha256(derOf(certificate.subjectPublicKeyInfo))).subarray(0, 20)) });
  return [
    extension('2.5.29.19', true, constraints.toSchema()),
    extension('2.5.29.15', true, usage),
    extension('2.5.29.14', false, keyId),
    ...(uses.length === 0 ? [] : [extension('2.5.29.37', true, new ExtKeyUsage({ keyPurposes: uses }).toSchema())]),
  ];
}

/** An extension of that kind. */
export function extension(extnID: string, critical: boolean, value: { toBER(sizeOnly?: boolean): ArrayBuffer }): Extension {
  return new Extension({ extnID, critical, extnValue: value.toBER(false) });
}

function nameOf({ name, organisation }: Subject): RelativeDistinguishedNames {
  return new RelativeDistinguishedNames({
    typesAndValues: [
      new AttributeTypeAndValue({ type: NAME.country, value: new PrintableString({ value: 'VN' }) }),
      new AttributeTypeAndValue({ type: NAME.organisation, value: new Utf8String({ value: organisation }) }),
      new AttributeTypeAndValue({ type: NAME.common, value: new Utf8String({ value: name }) }),
    ],
  });
}

/** UTCTime up to 2049, as RFC 5280 (4.1.2.5) wants it. */
function timeOf(moment: Temporal.Instant): Time {
  return new Time({ type: 0, value: new Date(moment.epochMilliseconds) });
}

/** 16 random bytes that read as a positive number without leading zeros. */
function serialNumber(): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return bytes;
}
