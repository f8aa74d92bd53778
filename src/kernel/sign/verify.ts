import { chainOf, type Anchors } from './chain.ts';
import { certificatesOf, readSignature, type ReadSignature } from './cms-read.ts';
import { sha256 } from './der.ts';
import type { Fetching } from './fetching.ts';
import { namesOf } from './names.ts';
import type { Reader } from './pdf-door.ts';
import type { HeldSignature } from './pdf-read.ts';
import { lookApart } from './pdf-room.ts';
import { check, verdictOf, type Check, type Report, type SignatureReport } from './report.ts';
import { revocationOf } from './revocation.ts';
import { signingTimeOf, stampCheck } from './time-check.ts';
import { readStamp } from './time-stamp.ts';

/** What the verifier works with: whom to believe, what time it is, how to ask others, and for whom it reads. */
export type Verifying = { anchors: Anchors; now: Temporal.Instant; ask: Fetching; reader: Reader };

/** Looks at every signature of a PDF. It is read in a worker; throws what `lookApart` throws. */
export async function verifyPdf(bytes: Uint8Array, verifying: Verifying): Promise<Report> {
  const reports: SignatureReport[] = [];
  for (const { found, changes } of await lookApart(bytes, verifying.reader)) {
    const { gap, end } = found;
    const signed = gap && Buffer.concat([bytes.subarray(0, gap.from), bytes.subarray(gap.to, end)]);
    reports.push(await reportOn({ ...found, signed }, reports.length + 1, changes, verifying));
  }
  const verdicts = reports.map(({ verdict }) => verdict);
  const worst = verdicts.includes('invalid') ? 'invalid' : verdicts.includes('doubtful') ? 'doubtful' : 'valid';
  return { sha256: Buffer.from(await sha256(bytes)).toString('hex'), size: bytes.length, verdict: verdicts.length === 0 ? 'none' : worst, signatures: reports };
}

type Own = Pick<SignatureReport, 'number' | 'kind' | 'field' | 'reason' | 'location' | 'claimedAt'>;

async function reportOn(found: HeldSignature, number: number, changes: Check, verifying: Verifying): Promise<SignatureReport> {
  const { kind, field, reason, location, claimedAt } = found;
  const own: Own = { number, kind, field, reason, location, claimedAt };
  const covered = found.signed === undefined ? check('coverage', 'bad', 'not-covered') : check('coverage', 'good', 'covered');
  if (kind === 'stamp') return reportOnStamp(own, found, [covered, changes], verifying);
  const read = await readSignature(found);
  const checks = [...read.checks, covered, changes];
  if (read.certificate === undefined) return { ...own, ...NOBODY, verdict: verdictOf(checks), checks };
  return reportOnSigner(own, found, { ...read, checks }, verifying);
}

const NOBODY = { signer: null, organisation: null, issuer: null, serial: null, validUntil: null, stampedAt: null, level: 'other', test: false } as const;

async function reportOnSigner(own: Own, found: HeldSignature, read: ReadSignature, { anchors, now, ask }: Verifying): Promise<SignatureReport> {
  const { signed, certificate } = read;
  if (certificate === undefined) throw new Error('Without a certificate there is no signer.');
  const names = namesOf(certificate);
  const time = await signingTimeOf(signed, own.claimedAt, names, anchors, now);
  const chain = await chainOf(certificate, certificatesOf(signed), anchors, clamp(time.at, names));
  const revocation = await revocationOf(chain.path, { at: time.at, now, proven: time.proven, ask });
  const checks = [...read.checks, chain.check, revocation, ...time.checks];
  const { signer, organisation, issuer, serial, validUntil } = names;
  return {
    ...own,
    signer,
    organisation,
    issuer,
    serial,
    validUntil,
    checks,
    stampedAt: time.proven ? time.at.toString() : null,
    level: found.subFilter !== 'ETSI.CAdES.detached' ? 'other' : time.stamp === undefined ? 'B-B' : 'B-T',
    test: chain.test,
    verdict: verdictOf(checks),
  };
}

/** The chain is judged on a day on which the certificate itself held: that it had expired is said once, by its own check. */
function clamp(at: Temporal.Instant, { validFrom, validUntil }: { validFrom: string; validUntil: string }): Temporal.Instant {
  const [from, until] = [Temporal.Instant.from(validFrom), Temporal.Instant.from(validUntil)];
  if (Temporal.Instant.compare(at, from) < 0) return from;
  return Temporal.Instant.compare(at, until) > 0 ? until : at;
}

/** A time stamp over the whole document (ETSI.RFC3161). */
async function reportOnStamp(own: Own, found: HeldSignature, before: Check[], { anchors }: Verifying): Promise<SignatureReport> {
  const stamp = found.signed === undefined ? undefined : await readStamp(found.cms, found.signed, anchors);
  const checks = [stamp === undefined ? check('integrity', 'bad', 'changed') : check('integrity', 'good', 'intact'), ...before];
  if (stamp === undefined) return { ...own, ...NOBODY, verdict: verdictOf(checks), checks };
  checks.push(stampCheck(stamp));
  const { signer, organisation, issuer, serial, validUntil } = namesOf(stamp.by);
  const names = { signer, organisation, issuer, serial, validUntil };
  return { ...own, ...NOBODY, ...names, stampedAt: stamp.trusted ? stamp.at.toString() : null, test: stamp.test, verdict: verdictOf(checks), checks };
}
