import { BasicOCSPResponse, CertificateRevocationList, CRLDistributionPoints, InfoAccess, OCSPRequest, OCSPResponse, type AltName, type Certificate } from 'pkijs';
import { engine } from './engine.ts';
import { parseDer } from './der.ts';
import type { Fetching } from './fetching.ts';
import { check, type Check } from './report.ts';

const OID = { infoAccess: '1.3.6.1.5.5.7.1.1', ocsp: '1.3.6.1.5.5.7.48.1', points: '2.5.29.31', never: '2.5.29.56' };

/** When a certificate was revoked; `no` when it is not; undefined when nobody could be asked. */
type State = { revokedAt: Temporal.Instant } | 'no' | undefined;

/**
 * Whether a certificate of a path, or an authority in it, was revoked when it signed (`at`). Its authority is asked by OCSP (RFC 6960), then by list (RFC 5280, 5).
 * `proven` tells whether a time stamp proves `at`. What could not be asked is said, not passed over.
 */
export async function revocationOf(path: Certificate[], { at, now, proven, ask }: { at: Temporal.Instant; now: Temporal.Instant; proven: boolean; ask: Fetching }): Promise<Check> {
  const [own] = path;
  if (own === undefined) return check('revocation', 'unknown', 'revocation-not-asked');
  const pairs = path.slice(0, -1).map((certificate, index) => ({ certificate, issuer: path[index + 1] ?? certificate }));
  for (const { certificate, issuer } of pairs) {
    if (certificate.extensions?.some(({ extnID }) => extnID === OID.never)) continue;
    const addresses = { ocsp: ocspAddresses(certificate), list: listAddresses(certificate) };
    if (addresses.ocsp.length + addresses.list.length === 0) return check('revocation', 'unknown', 'revocation-nowhere');
    const state = (await askResponder(certificate, issuer, addresses.ocsp, now, ask)) ?? (await readList(certificate, issuer, addresses.list, now, ask));
    if (state === undefined) return check('revocation', 'unknown', 'revocation-unreachable', { address: hostOf(addresses) });
    if (state === 'no') continue;
    const values = { at: state.revokedAt.toString() };
    if (Temporal.Instant.compare(state.revokedAt, at) <= 0) return check('revocation', 'bad', 'revoked', values);
    if (!proven) return check('revocation', 'unknown', 'revoked-since', values);
  }
  const never = pairs.every(({ certificate }) => certificate.extensions?.some(({ extnID }) => extnID === OID.never));
  return check('revocation', 'good', never ? 'revocation-never' : 'revocation-none');
}

function hostOf({ ocsp, list }: { ocsp: string[]; list: string[] }): string {
  return URL.parse(ocsp[0] ?? list[0] ?? '')?.host ?? '';
}

function ocspAddresses(certificate: Certificate): string[] {
  const access: unknown = certificate.extensions?.find(({ extnID }) => extnID === OID.infoAccess)?.parsedValue;
  if (!(access instanceof InfoAccess)) return [];
  return access.accessDescriptions.filter(({ accessMethod }) => accessMethod === OID.ocsp).flatMap(({ accessLocation }) => addressesOf([accessLocation]));
}

function listAddresses(certificate: Certificate): string[] {
  const points: unknown = certificate.extensions?.find(({ extnID }) => extnID === OID.points)?.parsedValue;
  if (!(points instanceof CRLDistributionPoints)) return [];
  return points.distributionPoints.flatMap(({ distributionPoint }) => (Array.isArray(distributionPoint) ? addressesOf(distributionPoint) : []));
}

function addressesOf(names: AltName['altNames']): string[] {
  return names.flatMap(({ type, value }): string[] => (type === 6 && typeof value === 'string' ? [value] : []));
}

async function askResponder(certificate: Certificate, issuer: Certificate, addresses: string[], now: Temporal.Instant, ask: Fetching): Promise<State> {
  for (const address of addresses) {
    const request = new OCSPRequest();
    await request.createForCertificate(certificate, { hashAlgorithm: 'SHA-1', issuerCertificate: issuer }, engine);
    const bytes = await ask(address, { body: new Uint8Array(request.toSchema(true).toBER(false)), type: 'application/ocsp-request' });
    const state = bytes === undefined ? undefined : await readAnswer(bytes, certificate, issuer, now).catch(() => undefined);
    if (state !== undefined) return state;
  }
  return undefined;
}

async function readAnswer(bytes: Uint8Array, certificate: Certificate, issuer: Certificate, now: Temporal.Instant): Promise<State> {
  const response = new OCSPResponse({ schema: parseDer(bytes) });
  if (response.responseBytes === undefined) return undefined;
  const basic = new BasicOCSPResponse({ schema: parseDer(response.responseBytes.response.valueBlock.valueHexView) });
  // Many responders sign with the issuer's own key and leave its certificate out.
  if (basic.certs === undefined || basic.certs.length === 0) basic.certs = [issuer];
  if (!(await basic.verify({ trustedCerts: [issuer], issuerCerts: [issuer] }, engine))) return undefined;
  const { isForCertificate, status } = await basic.getCertificateStatus(certificate, issuer, engine);
  const single = basic.tbsResponseData.responses[0];
  if (!isForCertificate || single === undefined || !isFresh(single.thisUpdate, single.nextUpdate, now)) return undefined;
  if (status === 0) return 'no';
  return status === 1 ? { revokedAt: revocationTime(single.certStatus, now) } : undefined;
}

/** The moment in the status `revoked`; when it cannot be read, the beginning of time, so that nobody profits from that. */
function revocationTime(status: unknown, now: Temporal.Instant): Temporal.Instant {
  const inner: unknown = typeof status === 'object' && status !== null && 'valueBlock' in status ? status.valueBlock : undefined;
  const values: unknown = typeof inner === 'object' && inner !== null && 'value' in inner ? inner.value : undefined;
  const first: unknown = Array.isArray(values) ? values[0] : undefined;
  const date: unknown = typeof first === 'object' && first !== null && 'toDate' in first && typeof first.toDate === 'function' ? first.toDate() : undefined;
  return date instanceof Date && date.getTime() <= now.epochMilliseconds ? Temporal.Instant.fromEpochMilliseconds(date.getTime()) : Temporal.Instant.fromEpochMilliseconds(0);
}

async function readList(certificate: Certificate, issuer: Certificate, addresses: string[], now: Temporal.Instant, ask: Fetching): Promise<State> {
  for (const address of addresses) {
    const bytes = await ask(address);
    const state = bytes === undefined ? undefined : await readRevoked(bytes, certificate, issuer, now).catch(() => undefined);
    if (state !== undefined) return state;
  }
  return undefined;
}

async function readRevoked(bytes: Uint8Array, certificate: Certificate, issuer: Certificate, now: Temporal.Instant): Promise<State> {
  const list = new CertificateRevocationList({ schema: parseDer(bytes) });
  if (!list.issuer.isEqual(issuer.subject) || !(await list.verify({ issuerCertificate: issuer }, engine))) return undefined;
  if (!isFresh(list.thisUpdate.value, list.nextUpdate?.value, now)) return undefined;
  const entry = list.revokedCertificates?.find(({ userCertificate }) => userCertificate.isEqual(certificate.serialNumber));
  return entry === undefined ? 'no' : { revokedAt: Temporal.Instant.fromEpochMilliseconds(entry.revocationDate.value.getTime()) };
}

/** Clocks of authorities may go a few minutes before ours. */
const CLOCK_TOLERANCE_MS = 300_000;

function isFresh(from: Date, until: Date | undefined, now: Temporal.Instant): boolean {
  const ms = now.epochMilliseconds;
  return from.getTime() - CLOCK_TOLERANCE_MS <= ms && (until === undefined || until.getTime() >= ms);
}
