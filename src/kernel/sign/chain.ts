import { CertificateChainValidationEngine, Certificate } from 'pkijs';
import { engine } from './engine.ts';
import { derOf } from './der.ts';
import { check, type Check } from './report.ts';

/** The certificates that are believed: those of real authorities, and that of the test authority where there is one. */
export type Anchors = { trusted: Uint8Array[]; test: Uint8Array | undefined };

/** A path from a certificate (first) up to an anchor (last), and the check that says how it was found. */
export type Chain = { path: Certificate[]; check: Check; test: boolean };

/**
 * The way from a certificate to a trust anchor (RFC 5280, 6), judged as of `at`. The certificates that came with the signature help to find it. Dates of the
 * certificate itself are looked at elsewhere; here an authority above that was not valid then makes the chain unknown.
 */
export async function chainOf(certificate: Certificate, others: Certificate[], anchors: Anchors, at: Temporal.Instant): Promise<Chain> {
  const trusted = await pathTo(anchors.trusted, certificate, others, at);
  if (trusted !== undefined) return { path: trusted, check: check('chain', 'good', 'chain-trusted'), test: false };
  const test = anchors.test === undefined ? undefined : await pathTo([anchors.test], certificate, others, at);
  if (test !== undefined) return { path: test, check: check('chain', 'good', 'chain-test'), test: true };
  return { path: [], check: check('chain', 'unknown', 'chain-unknown'), test: false };
}

async function pathTo(anchors: Uint8Array[], certificate: Certificate, others: Certificate[], at: Temporal.Instant): Promise<Certificate[] | undefined> {
  if (anchors.length === 0) return undefined;
  const own = Buffer.from(derOf(certificate));
  // The engine takes the last one for the certificate in question, and must not see it twice.
  const certs = [...others.filter((other) => isAuthority(other) && Buffer.compare(derOf(other), own) !== 0), certificate];
  const validation = new CertificateChainValidationEngine({
    trustedCerts: anchors.map((der) => Certificate.fromBER(Uint8Array.from(der))),
    certs,
    checkDate: new Date(at.epochMilliseconds),
  });
  const found = await validation.verify({}, engine).catch(() => undefined);
  return found?.result === true && found.certificatePath !== undefined && found.certificatePath.length > 0 ? found.certificatePath : undefined;
}

function isAuthority(certificate: Certificate): boolean {
  const constraints: unknown = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.19')?.parsedValue;
  return typeof constraints === 'object' && constraints !== null && 'cA' in constraints && constraints.cA === true;
}
