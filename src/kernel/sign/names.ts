import type { Certificate, RelativeDistinguishedNames } from 'pkijs';

const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';

/** What a certificate says of its holder, issuer and time. */
export type CertificateNames = { signer: string | null; organisation: string | null; issuer: string | null; serial: string; validFrom: string; validUntil: string };

/** What a certificate says of its holder, issuer and time; moments in ISO 8601. */
export function namesOf(certificate: Certificate): CertificateNames {
  return {
    signer: part(certificate.subject, COMMON_NAME),
    organisation: part(certificate.subject, ORGANISATION),
    issuer: part(certificate.issuer, COMMON_NAME) ?? part(certificate.issuer, ORGANISATION),
    serial: Buffer.from(certificate.serialNumber.valueBlock.valueHexView).toString('hex'),
    validFrom: moment(certificate.notBefore.value),
    validUntil: moment(certificate.notAfter.value),
  };
}

function part(name: RelativeDistinguishedNames, type: string): string | null {
  const value: unknown = name.typesAndValues.find((one) => one.type === type)?.value.valueBlock.value;
  return typeof value === 'string' ? value : null;
}

function moment(date: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toString();
}
