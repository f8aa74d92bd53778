import { Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  ContentInfo,
  EncapsulatedContentInfo,
  GeneralName,
  GeneralNames,
  IssuerAndSerialNumber,
  IssuerSerial,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  type Certificate,
} from 'pkijs';
import { bufferOf, derOf, parseCertificate, parseDer, sha256 } from './der.ts';
import type { SigningKey } from './key.ts';

/** Object identifiers that signatures are made of. */
export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  sha256WithEcdsa: '1.2.840.10045.4.3.2',
} as const;

/**
 * A detached CMS signature over bytes of that SHA-256, as PAdES baseline asks (ETSI EN 319 142-1, 6.3): the signing certificate is bound by
 * signing-certificate-v2, there is no signing-time attribute (the PDF names the moment), signed attributes are in DER order.
 * `stamp` gives the time stamp token (RFC 3161) for the SHA-256 it is handed; with it the signature is of level B-T.
 */
export async function signDetached(hash: Uint8Array, key: SigningKey, stamp?: (digest: Uint8Array) => Promise<Uint8Array>): Promise<Uint8Array> {
  const certificate = parseCertificate(key.certificate);
  const signedAttrs = new SignedAndUnsignedAttributes({ type: 0, attributes: await signedAttributes(hash, certificate, key.certificate) });
  const signature = await key.sign(asSet(derOf(signedAttrs)));
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    digestAlgorithm: new AlgorithmIdentifier({ algorithmId: OID.sha256 }),
    signedAttrs,
    signatureAlgorithm:
      key.kind === 'RSA' ? new AlgorithmIdentifier({ algorithmId: OID.sha256WithRsa, algorithmParams: new Null() }) : new AlgorithmIdentifier({ algorithmId: OID.sha256WithEcdsa }),
    signature: new OctetString({ valueHex: bufferOf(signature) }),
  });
  if (stamp !== undefined) {
    const token = parseDer(await stamp(await sha256(signature)));
    signer.unsignedAttrs = new SignedAndUnsignedAttributes({ type: 1, attributes: [new Attribute({ type: OID.timeStampToken, values: [token] })] });
  }
  const signed = new SignedData({
    version: 1,
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: OID.sha256 })],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [certificate, ...key.chain.map(parseCertificate)],
    signerInfos: [signer],
  });
  return derOf(new ContentInfo({ contentType: OID.signedData, content: signed.toSchema() }));
}

async function signedAttributes(hash: Uint8Array, certificate: Certificate, der: Uint8Array): Promise<Attribute[]> {
  const issuerSerial = new IssuerSerial({
    issuer: new GeneralNames({ names: [new GeneralName({ type: 4, value: certificate.issuer })] }),
    serialNumber: certificate.serialNumber,
  });
  const certificateHash = new OctetString({ valueHex: bufferOf(await sha256(der)) });
  const attributes = [
    new Attribute({ type: OID.contentType, values: [new ObjectIdentifier({ value: OID.data })] }),
    new Attribute({ type: OID.messageDigest, values: [new OctetString({ valueHex: bufferOf(hash) })] }),
    new Attribute({
      type: OID.signingCertificateV2,
      values: [new Sequence({ value: [new Sequence({ value: [new Sequence({ value: [certificateHash, issuerSerial.toSchema()] })] })] })],
    }),
  ];
  return attributes
    .map((attribute) => ({ attribute, encoded: Buffer.from(derOf(attribute)) }))
    .sort((one, other) => Buffer.compare(one.encoded, other.encoded))
    .map(({ attribute }) => attribute);
}

/** Signed attributes are signed as a SET, not under the tag they have inside the signature (RFC 5652, 5.4). */
function asSet(der: Uint8Array): Uint8Array {
  const set = Uint8Array.from(der);
  set[0] = 0x31;
  return set;
}
