import type { SignedData } from 'pkijs';
import type { Anchors } from './chain.ts';
import { OID } from './cms.ts';
import type { CertificateNames } from './names.ts';
import { check, type Check } from './report.ts';
import { readStamp, type Stamp } from './time-stamp.ts';

/** What is known of the moment of signing. */
export type SigningTime = {
  /** The moment to judge by: proven by a time stamp, else as the signer gave it, else now. */
  at: Temporal.Instant;
  proven: boolean;
  stamp: Stamp | undefined;
  checks: Check[];
};

/** A signer's clock may go this far before ours. */
const CLOCK_TOLERANCE = { minutes: 5 };

/** When a signature was made, by its time stamp (RFC 3161) or the signer's word, and whether its certificate held then. */
export async function signingTimeOf(signed: SignedData, claimedAt: string | null, names: CertificateNames, anchors: Anchors, now: Temporal.Instant): Promise<SigningTime> {
  const signer = signed.signerInfos[0];
  const token = signer?.unsignedAttrs?.attributes.find(({ type }) => type === OID.timeStampToken)?.values[0];
  const stamp = signer === undefined || token === undefined ? undefined : await readStamp(new Uint8Array(token.toBER(false)), signer.signature.valueBlock.valueHexView, anchors);
  const claimed = claimedAt === null ? undefined : Temporal.Instant.from(claimedAt);
  const proven = stamp?.trusted === true;
  const at = (proven ? stamp.at : claimed) ?? now;
  const checks = [...(token === undefined ? [] : [stampCheck(stamp)]), ...validity(names, at, claimed === undefined, proven, now)];
  return { at, proven, stamp, checks };
}

/** What a time stamp says of its moment. */
export function stampCheck(stamp: Stamp | undefined): Check {
  if (stamp === undefined) return check('time', 'bad', 'time-stamp-broken');
  const values = { at: stamp.at.toString() };
  return stamp.trusted ? check('time', 'good', 'time-stamped', values) : check('time', 'unknown', 'time-stamp-unknown', values);
}

function validity({ validFrom, validUntil }: CertificateNames, at: Temporal.Instant, unnamed: boolean, proven: boolean, now: Temporal.Instant): Check[] {
  const { compare } = Temporal.Instant;
  if (compare(at, Temporal.Instant.from(validUntil)) > 0) return [check('certificate', 'bad', 'expired', { at: validUntil })];
  if (compare(at, Temporal.Instant.from(validFrom)) < 0) return [check('certificate', 'bad', 'not-yet-valid', { at: validFrom })];
  if (proven) return [];
  if (compare(at, now.add(CLOCK_TOLERANCE)) > 0) return [check('time', 'bad', 'time-future')];
  if (compare(now, Temporal.Instant.from(validUntil)) > 0) return [check('time', 'unknown', 'expired-since', { at: validUntil })];
  return [unnamed ? check('time', 'unknown', 'time-none') : check('time', 'good', 'time-claimed')];
}
