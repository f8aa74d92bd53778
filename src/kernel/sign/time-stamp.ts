import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, Certificate, ContentInfo, ExtKeyUsage, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';
import { Problem } from '#base/problem/index.ts';
import { engine } from './engine.ts';
import { chainOf, type Anchors } from './chain.ts';
import { OID } from './cms.ts';
import { bufferOf, derOf, parseDer } from './der.ts';
import type { Fetching } from './fetching.ts';

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** What a time stamp proves: the moment, by whom, and whether the authority of time is believed. */
export type Stamp = { at: Temporal.Instant; by: Certificate; trusted: boolean; test: boolean };

/**
 * Asks the time stamping authority at `url` for a token over a SHA-256 (RFC 3161). Throws `conflict` when it cannot be reached, refuses, or answers
 * for something else.
 */
export async function askStamp(url: string, digest: Uint8Array, ask: Fetching): Promise<Uint8Array> {
  const nonce = crypto.getRandomValues(new Uint8Array(8));
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: OID.sha256 }),
      hashedMessage: new OctetString({ valueHex: bufferOf(digest) }),
    }),
    nonce: new Integer({ valueHex: bufferOf(nonce) }),
    certReq: true,
  });
  const answer = await ask(url, { body: derOf(request), type: 'application/timestamp-query' });
  if (answer === undefined) throw new Problem('conflict', 'sign.stamp-unreachable');
  const { token, info } = answerOf(answer);
  const sameDigest = Buffer.compare(info.messageImprint.hashedMessage.valueBlock.valueHexView, digest) === 0;
  const sameNonce = info.nonce !== undefined && Buffer.compare(info.nonce.valueBlock.valueHexView, nonce) === 0;
  if (!sameDigest || !sameNonce) throw new Problem('conflict', 'sign.stamp-refused');
  return derOf(token);
}

/** Token and contents of an answer; whatever is no answer to the question is a refusal. */
function answerOf(answer: Uint8Array): { token: ContentInfo; info: TSTInfo } {
  try {
    const { timeStampToken: token } = new TimeStampResp({ schema: parseDer(answer) });
    const content = token && new SignedData({ schema: token.content }).encapContentInfo.eContent;
    if (token !== undefined && content !== undefined) return { token, info: TSTInfo.fromBER(content.getValue()) };
  } catch {
    // Said below.
  }
  throw new Problem('conflict', 'sign.stamp-refused');
}

/** Reads and checks a token that is to be about `data`; undefined when it is not, or when its signature does not hold. */
export async function readStamp(token: Uint8Array, data: Uint8Array, anchors: Anchors): Promise<Stamp | undefined> {
  try {
    const signed = new SignedData({ schema: new ContentInfo({ schema: parseDer(token) }).content });
    if (signed.encapContentInfo.eContentType !== '1.2.840.113549.1.9.16.1.4') return undefined;
    const result = await signed.verify({ signer: 0, data: bufferOf(data), extendedMode: true }, engine);
    const by = result.signerCertificate;
    if (result.signatureVerified !== true || !(by instanceof Certificate) || result.date === undefined || !stampsTime(by)) return undefined;
    const at = Temporal.Instant.fromEpochMilliseconds(result.date.getTime());
    const others = (signed.certificates ?? []).filter((one) => one instanceof Certificate);
    const chain = await chainOf(by, others, anchors, at);
    return { at, by, trusted: chain.check.outcome === 'good', test: chain.test };
  } catch {
    return undefined;
  }
}

function stampsTime(certificate: Certificate): boolean {
  const uses: unknown = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.37')?.parsedValue;
  return uses instanceof ExtKeyUsage && uses.keyPurposes.includes(TIME_STAMPING);
}
