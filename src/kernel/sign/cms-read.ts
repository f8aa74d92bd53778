import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { engine } from './engine.ts';
import { OID } from './cms.ts';
import { bufferOf, derOf, parseDer } from './der.ts';
import type { HeldSignature } from './pdf-read.ts';
import { check, type Check } from './report.ts';

/** The inside of a signature: what it is made of, whose certificate it names, and whether it fits the bytes. */
export type ReadSignature = { signed: SignedData; certificate: Certificate | undefined; checks: Check[] };

const DETACHED = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached'];

/** Reads a signature and holds it against the bytes it speaks for. */
export async function readSignature({ cms, signed: data, subFilter }: HeldSignature): Promise<ReadSignature> {
  const signed = parse(cms);
  const [signer, second] = signed?.signerInfos ?? [];
  // A PDF signature speaks for the file: contents of its own would be checked in the file's place.
  if (signed === undefined || signer === undefined || second !== undefined || signed.encapContentInfo.eContent !== undefined || !DETACHED.includes(subFilter)) {
    return { signed: new SignedData(), certificate: undefined, checks: [check('integrity', 'bad', 'unreadable')] };
  }
  // Without honest bytes the verification below still tells whose certificate it is.
  const result: unknown = await signed.verify({ signer: 0, data: bufferOf(data ?? new Uint8Array(1)), extendedMode: true }, engine).catch((error: unknown) => error);
  const certificate = fieldOf(result, 'signerCertificate');
  const intact = data !== undefined && fieldOf(result, 'signatureVerified') === true;
  const checks = [check('integrity', intact ? 'good' : 'bad', intact ? 'intact' : 'changed')];
  if (!(certificate instanceof Certificate)) return { signed, certificate: undefined, checks };
  return { signed, certificate, checks: [...checks, await bindingOf(signed, certificate)] };
}

/** The certificates that came with a signature. */
export function certificatesOf(signed: SignedData): Certificate[] {
  return (signed.certificates ?? []).filter((one) => one instanceof Certificate);
}

function parse(cms: Uint8Array): SignedData | undefined {
  try {
    return new SignedData({ schema: new ContentInfo({ schema: parseDer(cms) }).content });
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Whether the signature names its certificate by digest (signing-certificate-v2, RFC 5035), so that no other one with the same key can take its place. */
async function bindingOf(signed: SignedData, certificate: Certificate): Promise<Check> {
  const attribute = signed.signerInfos[0]?.signedAttrs?.attributes.find(({ type }) => type === OID.signingCertificateV2);
  if (attribute === undefined) return check('certificate', 'good', 'certificate-enclosed');
  const named = Buffer.from(derOf(attribute));
  const own = bufferOf(derOf(certificate));
  const digests = await Promise.all(['SHA-256', 'SHA-384', 'SHA-512'].map(async (name) => Buffer.from(await crypto.subtle.digest(name, own))));
  const bound = digests.some((digest) => named.includes(digest));
  return bound ? check('certificate', 'good', 'certificate-bound') : check('certificate', 'bad', 'certificate-swapped');
}
