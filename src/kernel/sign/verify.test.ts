import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDF, PdfDict, PdfNumber, rgb } from '@libpdf/core';
import { OctetString } from 'asn1js';
import { ContentInfo, SignedData } from 'pkijs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '#base/problem/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { testFolder } from '#tests/folder.ts';
import { derOf, parseDer } from './der.ts';
import { fetchOverHttp, type Fetching } from './fetching.ts';
import type { SigningKey } from './key.ts';
import { makeKeys } from './make-certificate.ts';
import { signPdf } from './pdf-sign.ts';
import type { Report } from './report.ts';
import { AT, keyOf, makeAuthority, serveStamps } from './testing.ts';
import { askStamp } from './time-stamp.ts';
import { verifyPdf } from './verify.ts';

const authority = await makeAuthority();
const other = await makeAuthority('Cơ quan chứng thực B');
const head = keyOf(await authority.issue('Nguyễn Văn Ưng'), [authority.der]);
const union = keyOf(await authority.issue('Trần Thị Ờ'), [authority.der]);
const folder = testFolder('sign');

const paragraphs = ['Hai bên thống nhất phương án sử dụng lao động.'];
const { bytes: plain } = await typeset(process.cwd(), { template: 'note', at: AT, data: { title: 'Biên bản đối thoại', footer: 'Khuê', paragraphs }, standard: 'a-2a' });

const nobody: Fetching = async () => undefined;
const order = (key: SigningKey, name: string) => ({
  key,
  name,
  reason: 'Ký biên bản (bản chính)',
  location: 'Hà Nội',
  at: AT,
  place: { page: 1, x: 30, y: 200, width: 60, height: 26 },
});
type Asked = { now?: Temporal.Instant; ask?: Fetching; trusted?: Uint8Array[] };
const verify = (bytes: Uint8Array, { now = AT, ask = nobody, trusted = [authority.der] }: Asked = {}) =>
  verifyPdf(bytes, { anchors: { trusted, test: undefined }, now, ask, reader: 'staff' });
const codes = (report: Report, number: number) =>
  report.signatures[number - 1]?.checks.filter(({ outcome }) => outcome !== 'good').map(({ outcome, code }) => `${outcome} ${code}`);
const once = await signPdf(plain, order(head, 'Nguyễn Văn Ưng'));
const twice = Buffer.from(await signPdf(once, order(union, 'Trần Thị Ờ')));

/** What `pdfsig` of poppler says of each signature; undefined where it is not installed. */
function pdfsig(bytes: Uint8Array): string[] | undefined {
  const file = join(folder, 'asked.pdf');
  writeFileSync(file, bytes);
  const { stdout, error } = spawnSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
  if (error !== undefined) return undefined;
  return [...stdout.matchAll(/Signature Validation: (.*)/g)].map(([, said = '']) => said);
}

describe('two signers on one PDF', () => {
  test('are found in their order, each sound, the first one followed by a signature only', async () => {
    const report = await verify(twice);
    expect(report.signatures.map(({ number, signer, reason, location, level, claimedAt }) => [number, signer, reason, location, level, claimedAt])).toEqual([
      [1, 'Nguyễn Văn Ưng', 'Ký biên bản (bản chính)', 'Hà Nội', 'B-B', '2026-11-23T02:00:00Z'],
      [2, 'Trần Thị Ờ', 'Ký biên bản (bản chính)', 'Hà Nội', 'B-B', '2026-11-23T02:00:00Z'],
    ]);
    expect([codes(report, 1), codes(report, 2)]).toEqual([['unknown sign.check.revocation-nowhere'], ['unknown sign.check.revocation-nowhere']]);
    expect(report.signatures.map(({ checks }) => checks.find(({ check }) => check === 'changes')?.code)).toEqual(['sign.check.only-signatures', 'sign.check.unchanged']);
  });

  test('leave every earlier byte as it was', () => {
    expect(Buffer.compare(once.subarray(0, plain.length), plain)).toBe(0);
    expect(Buffer.compare(twice.subarray(0, once.length), once)).toBe(0);
  });

  test('are valid for pdfsig too', ({ skip }) => {
    const said = pdfsig(twice);
    if (said === undefined) skip('pdfsig (poppler-utils) is not installed, so no second opinion was asked');
    expect(said).toEqual(['Signature is Valid.', 'Signature is Valid.']);
  });
});

describe('a PDF changed after signing', () => {
  const flip = (bytes: Uint8Array, at: number): Uint8Array => {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  };

  test('one byte of the first version: both signatures are refused', async () => {
    const report = await verify(flip(twice, plain.indexOf(0x73, 900)));
    expect(report.verdict).toBe('invalid');
    expect([codes(report, 1), codes(report, 2)].every((found) => found?.includes('bad sign.check.changed'))).toBe(true);
  });

  test('one byte of what came after the first signature: the second one is refused and named, the first one stands', async () => {
    const report = await verify(flip(twice, twice.indexOf('/Reason', once.length, 'latin1') + 12));
    expect(report.signatures.map(({ number, verdict }) => [number, verdict])).toEqual([
      [1, 'doubtful'],
      [2, 'invalid'],
    ]);
  });

  test('any one byte of what is signed: refused, or told to be no whole PDF, but never an unknown fault', { timeout: 120_000 }, async () => {
    const gaps = [...twice.toString('latin1').matchAll(/\/Contents <[0-9a-fA-F]{1000,}>/g)].map(({ index, 0: found }) => ({ from: index, to: index + found.length }));
    expect(gaps).toHaveLength(2);
    await fc.assert(
      fc.asyncProperty(fc.nat(twice.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        // What fills the room behind a signature is no part of it.
        fc.pre(gaps.every(({ from, to }) => at < from || at >= to));
        const changed = Uint8Array.from(twice);
        changed[at] = (changed[at] ?? 0) ^ mask;
        const verdict = await verify(changed).then(
          (report) => report.verdict,
          (error: unknown) => (error instanceof Problem ? error.code : String(error)),
        );
        expect(['invalid', 'none', 'sign.not-a-pdf', 'sign.encrypted', 'sign.too-complex']).toContain(verdict);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['a digit in the filling', (file: Buffer, room: { from: number; to: number }) => file.write('1', room.to - 40, 'latin1')],
    ['a digit written large', (file: Buffer, room: { from: number; to: number }) => file.write('A', file.indexOf('a', room.from + '/Contents <'.length, 'latin1'), 'latin1')],
  ])('what the room of a signature hides is not covered: %s', async (_title, change) => {
    const changed = Buffer.from(once);
    const from = changed.indexOf('/Contents <', 'latin1');
    change(changed, { from, to: changed.indexOf('>', from, 'latin1') + 1 });
    expect(changed.equals(once)).toBe(false);
    expect(codes(await verify(changed), 1)).toContain('bad sign.check.not-covered');
  });

  test('bytes behind the last signature that nothing protects are told, though the document shows the same', async () => {
    const report = await verify(Buffer.concat([twice, Buffer.from('\n% thêm\n')]));
    expect(codes(report, 2)).toContain('unknown sign.check.appended');
    expect(report.verdict).toBe('doubtful');
  });

  test('evidence about signatures may be added behind the last one', async () => {
    const pdf = await PDF.load(once);
    pdf.getCatalog().set('DSS', pdf.register(PdfDict.of({})));
    const report = await verify(Uint8Array.from(await pdf.save({ incremental: true })));
    expect(report.signatures[0]?.checks.map(({ code }) => code)).toContain('sign.check.only-evidence');
  });

  test('one byte: pdfsig refuses as well', ({ skip }) => {
    const said = pdfsig(flip(twice, plain.indexOf(0x73, 900)));
    if (said === undefined) skip('pdfsig (poppler-utils) is not installed, so no second opinion was asked');
    expect(said).toEqual(['Digest Mismatch.', 'Digest Mismatch.']);
  });

  test('a page drawn over in a later revision is told of every signature before it', async () => {
    const pdf = await PDF.load(twice);
    pdf.getPage(0)?.drawRectangle({ x: 50, y: 500, width: 300, height: 100, color: rgb(1, 1, 1) });
    const report = await verify(Uint8Array.from(await pdf.save({ incremental: true })));
    expect([codes(report, 1)?.[0], codes(report, 2)?.[0]]).toEqual(['bad sign.check.changed-after', 'bad sign.check.changed-after']);
  });

  test('a last signature made unreadable does not pass for a document with one signature fewer', async () => {
    const hidden = Buffer.from(twice);
    hidden.write('/W', hidden.indexOf('/V ', once.length, 'latin1'), 'latin1');
    const report = await verify(hidden);
    expect(report.signatures).toHaveLength(1);
    expect(codes(report, 1)).toContain('bad sign.check.changed-after');
  });

  test('a page turned between two signatures is told of the first one only', async () => {
    const pdf = await PDF.load(once);
    pdf.getPage(0)?.dict.set('Rotate', PdfNumber.of(180));
    const turned = Uint8Array.from(await pdf.save({ incremental: true }));
    const report = await verify(await signPdf(turned, order(union, 'Trần Thị Ờ')));
    expect(codes(report, 1)).toContain('bad sign.check.changed-after');
    expect(report.signatures[1]?.verdict).toBe('doubtful');
  });

  test('bytes hidden beside the signature in the gap of the byte range are not covered', async () => {
    const text = Buffer.from(once).toString('latin1');
    const range = /\/ByteRange \[0 +(\d+) +(\d+) +(\d+)\]/.exec(text);
    const [whole = '', first = '', second = '', length = ''] = range ?? [];
    const wider = `/ByteRange [0 ${Number(first) - 8} ${second} ${length}]`.padEnd(whole.length - 1).replace(/\]( *)$/, '$1]');
    const report = await verify(new Uint8Array(Buffer.from(text.replace(whole, wider.padEnd(whole.length)), 'latin1')));
    expect(codes(report, 1)).toContain('bad sign.check.not-covered');
  });
});

describe('certificate and time', () => {
  const longAgo = AT.subtract({ hours: 24 * 30 });
  test.each<[string, Parameters<typeof authority.issue>[1], Temporal.Instant, string[]]>([
    ['expired before signing', { from: longAgo, until: AT.subtract({ hours: 1 }) }, AT, ['bad sign.check.expired']],
    ['not valid yet', { from: AT.add({ hours: 1 }) }, AT, ['bad sign.check.not-yet-valid']],
    ['expired since, without a time stamp', { until: AT.add({ hours: 1 }) }, AT.add({ hours: 48 }), ['unknown sign.check.expired-since']],
    ['a moment of signing that lies ahead', {}, AT.subtract({ hours: 1 }), ['bad sign.check.time-future']],
  ])('%s', async (_title, more, now, expected) => {
    const key = keyOf(await authority.issue('Lê Văn Ữ', more), [authority.der]);
    const report = await verify(await signPdf(plain, order(key, 'Lê Văn Ữ')), { now });
    expect(codes(report, 1)?.filter((code) => !code.includes('revocation'))).toEqual(expected);
  });

  test('an authority that nobody named is not believed', async () => {
    const report = await verify(once, { trusted: [other.der] });
    expect(codes(report, 1)).toEqual(['unknown sign.check.chain-unknown', 'unknown sign.check.revocation-not-asked']);
  });

  test('another certificate of the same key and number in the place of the signer’s is told', async () => {
    const keys = await makeKeys();
    const [own, twin] = [await authority.issue('Lê Văn Ữ', { keys }), await authority.issue('Giám đốc Sở', { keys })];
    twin.certificate.serialNumber = own.certificate.serialNumber;
    await twin.certificate.sign(authority.privateKey, 'SHA-256');
    const swapped = withSignature(await signPdf(plain, order(keyOf(own, [authority.der]), 'Lê Văn Ữ')), (signed) => {
      signed.certificates = [twin.certificate];
    });
    const report = await verify(swapped);
    expect(report.signatures[0]?.signer).toBe('Giám đốc Sở');
    expect(codes(report, 1)).toContain('bad sign.check.certificate-swapped');
  });

  test('contents enclosed in the signature are not taken for the file', async () => {
    const changed = Buffer.from(once);
    changed[plain.indexOf(0x73, 900)] = 0x74;
    const report = await verify(
      withSignature(changed, (signed) => {
        signed.encapContentInfo.eContent = new OctetString({ valueHex: new ArrayBuffer(8) });
      }),
    );
    expect(codes(report, 1)).toContain('bad sign.check.unreadable');
  });
});

/** The PDF with the inside of its only signature changed. */
function withSignature(bytes: Uint8Array, change: (signed: SignedData) => void): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const [, digits = ''] = /\/Contents <([0-9a-fA-F]{1000,})>/.exec(text) ?? [];
  const signed = new SignedData({ schema: new ContentInfo({ schema: parseDer(new Uint8Array(Buffer.from(digits, 'hex'))) }).content });
  change(signed);
  const cms = derOf(new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema() }));
  return new Uint8Array(Buffer.from(text.replace(digits, Buffer.from(cms).toString('hex').padEnd(digits.length, '0')), 'latin1'));
}

describe('a time stamp (B-T)', () => {
  test('proves the moment, also when the certificate has expired since', async () => {
    const server = await serveStamps(authority);
    const key = keyOf(await authority.issue('Lê Văn Ữ', { until: AT.add({ hours: 1 }) }), [authority.der]);
    const signed = await signPdf(plain, { ...order(key, 'Lê Văn Ữ'), stamp: (digest) => askStamp(server.url, digest, fetchOverHttp) });
    await server.close();
    const report = await verify(signed, { now: AT.add({ hours: 48 }) });
    expect(report.signatures[0]).toMatchObject({ level: 'B-T', stampedAt: '2026-11-23T02:00:00Z' });
    expect(codes(report, 1)).toEqual(['unknown sign.check.revocation-nowhere']);
    expect(pdfsig(signed)?.[0] ?? 'Signature is Valid.').toBe('Signature is Valid.');
  });

  test.each([
    ['of an authority that is not believed', async () => serveStamps(other), ['unknown sign.check.time-stamp-unknown']],
    ['by somebody whose certificate is not for time stamps', async () => serveStamps(authority, { uses: ['1.3.6.1.5.5.7.3.4'] }), ['bad sign.check.time-stamp-broken']],
  ])('%s proves nothing', async (_title, start, expected) => {
    const server = await start();
    const signed = await signPdf(plain, { ...order(head, 'Nguyễn Văn Ưng'), stamp: (digest) => askStamp(server.url, digest, fetchOverHttp) });
    await server.close();
    const report = await verify(signed);
    expect(report.signatures[0]?.stampedAt).toBeNull();
    expect(codes(report, 1)).toEqual(['unknown sign.check.revocation-nowhere', ...expected]);
  });

  test('about something else is refused when it arrives, and so is a server that is not there', async () => {
    const server = await serveStamps(authority, { spoil: true });
    await expect(askStamp(server.url, new Uint8Array(32).fill(1), fetchOverHttp)).rejects.toMatchObject({ code: 'sign.stamp-refused' });
    await server.close();
    await expect(askStamp(server.url, new Uint8Array(32), fetchOverHttp)).rejects.toMatchObject({ code: 'sign.stamp-unreachable' });
  });
});

test('a PDF without signatures says so; bytes that are no PDF are refused', async () => {
  await expect(verify(plain)).resolves.toMatchObject({ verdict: 'none', signatures: [] });
  await expect(verify(new TextEncoder().encode('xin chào'))).rejects.toMatchObject({ kind: 'invalid', code: 'sign.not-a-pdf' });
});
