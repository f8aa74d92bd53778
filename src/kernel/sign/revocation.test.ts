import { AccessDescription, CertificateRevocationList, CRLDistributionPoints, DistributionPoint, GeneralName, InfoAccess, RevokedCertificate, Time } from 'pkijs';
import { describe, expect, test } from 'vitest';
import { typeset } from '#base/typeset/index.ts';
import { derOf } from './der.ts';
import type { Fetching } from './fetching.ts';
import type { SigningKey } from './key.ts';
import { extension } from './make-certificate.ts';
import { signPdf } from './pdf-sign.ts';
import type { Report } from './report.ts';
import { AT, keyOf, makeAuthority, ocspAnswer } from './testing.ts';
import { verifyPdf } from './verify.ts';

const authority = await makeAuthority();
const other = await makeAuthority('Cơ quan chứng thực B');
const { bytes: plain } = await typeset(process.cwd(), { template: 'note', at: AT, data: { title: 'Thư', footer: '', paragraphs: ['Kính gửi.'] } });
const order = (key: SigningKey, name: string) => ({ key, name, reason: 'Ký', location: 'Hà Nội', at: AT });
const verify = (bytes: Uint8Array, { now = AT, ask }: { now?: Temporal.Instant; ask: Fetching }) =>
  verifyPdf(bytes, { anchors: { trusted: [authority.der], test: undefined }, now, ask, reader: 'staff' });
const codes = (report: Report, number: number) =>
  report.signatures[number - 1]?.checks.filter(({ outcome }) => outcome !== 'good').map(({ outcome, code }) => `${outcome} ${code}`);

describe('revocation by list', () => {
  const address = 'http://crl.example/list.crl';
  const point = new DistributionPoint({ distributionPoint: [new GeneralName({ type: 6, value: address })] });
  const points = extension('2.5.29.31', false, new CRLDistributionPoints({ distributionPoints: [point] }).toSchema());
  const list = async (serial: RevokedCertificate['userCertificate'] | undefined, revokedAt: Temporal.Instant, signer = authority) => {
    const made = new CertificateRevocationList();
    made.version = 1;
    made.issuer = authority.root.subject;
    made.thisUpdate = new Time({ type: 0, value: new Date(AT.subtract({ hours: 1 }).epochMilliseconds) });
    made.nextUpdate = new Time({ type: 0, value: new Date(AT.add({ hours: 24 * 7 }).epochMilliseconds) });
    if (serial !== undefined)
      made.revokedCertificates = [new RevokedCertificate({ userCertificate: serial, revocationDate: new Time({ type: 0, value: new Date(revokedAt.epochMilliseconds) }) })];
    await made.sign(signer.privateKey, 'SHA-256');
    return derOf(made);
  };

  test.each([
    ['not on the list', false, AT, authority, AT, []],
    ['revoked before signing', true, AT.subtract({ hours: 2 }), authority, AT, ['bad sign.check.revoked']],
    ['revoked after signing, which nothing proves', true, AT.add({ hours: 2 }), authority, AT.add({ hours: 3 }), ['unknown sign.check.revoked-since']],
    ['a list that another authority signed', true, AT.subtract({ hours: 2 }), other, AT, ['unknown sign.check.revocation-unreachable']],
    ['a list that is out of date', false, AT, authority, AT.add({ hours: 24 * 8 }), ['unknown sign.check.revocation-unreachable']],
  ])('%s', async (_title, revoked, revokedAt, signer, now, expected) => {
    const holder = await authority.issue('Lê Văn Ữ', { extensions: [points] });
    const signed = await signPdf(plain, order(keyOf(holder, [authority.der]), 'Lê Văn Ữ'));
    const bytes = await list(revoked ? holder.certificate.serialNumber : undefined, revokedAt, signer);
    const asked: string[] = [];
    const ask: Fetching = async (url) => {
      asked.push(url);
      return bytes;
    };
    expect(codes(await verify(signed, { now, ask }), 1)).toEqual(expected);
    expect(asked).toEqual([address]);
  });

  test('is not asked about certificates of unknown authorities: their addresses could lead anywhere', async () => {
    const holder = await other.issue('Lê Văn Ữ', { extensions: [points] });
    const signed = await signPdf(plain, order(keyOf(holder, [other.der]), 'Lê Văn Ữ'));
    const ask: Fetching = async (url) => Promise.reject(new Error(`asked ${url}`));
    expect(codes(await verify(signed, { ask }), 1)).toContain('unknown sign.check.revocation-not-asked');
  });
});

describe('revocation by responder (OCSP)', () => {
  const location = new GeneralName({ type: 6, value: 'http://ocsp.example' });
  const access = extension(
    '1.3.6.1.5.5.7.1.1',
    false,
    new InfoAccess({ accessDescriptions: [new AccessDescription({ accessMethod: '1.3.6.1.5.5.7.48.1', accessLocation: location })] }).toSchema(),
  );

  test.each([
    ['good', {}, AT, []],
    ['revoked before signing', { revokedAt: AT.subtract({ hours: 2 }) }, AT, ['bad sign.check.revoked']],
    ['revoked after signing, which nothing proves', { revokedAt: AT.add({ hours: 2 }) }, AT.add({ hours: 3 }), ['unknown sign.check.revoked-since']],
    ['an answer signed by somebody else', { key: other.privateKey }, AT, ['unknown sign.check.revocation-unreachable']],
    ['an answer that is out of date', {}, AT.add({ hours: 25 }), ['unknown sign.check.revocation-unreachable']],
  ])('%s', async (_title, more, now, expected) => {
    const holder = await authority.issue('Lê Văn Ữ', { extensions: [access] });
    const signed = await signPdf(plain, order(keyOf(holder, [authority.der]), 'Lê Văn Ữ'));
    const answer = await ocspAnswer(authority, holder.certificate, more);
    const ask: Fetching = async (_url, request) => (request?.type === 'application/ocsp-request' ? answer : undefined);
    expect(codes(await verify(signed, { now, ask }), 1)).toEqual(expected);
  });
});
