import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createDeflate } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Problem } from '#base/problem/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { signPdf } from './pdf-sign.ts';
import { AT, keyOf, makeAuthority } from './testing.ts';
import { verifyPdf } from './verify.ts';

const authority = await makeAuthority();
const paragraphs = ['Hai bên thống nhất phương án sử dụng lao động.'];
const { bytes: plain } = await typeset(process.cwd(), { template: 'note', at: AT, data: { title: 'Biên bản đối thoại', footer: 'Khuê', paragraphs }, standard: 'a-2a' });
const signer = { name: 'Nguyễn Văn Ưng', reason: 'Ký biên bản', location: 'Hà Nội', at: AT, place: { page: 1, x: 30, y: 200, width: 60, height: 26 } };
const signed = Buffer.from(await signPdf(plain, { key: keyOf(await authority.issue(signer.name), [authority.der]), ...signer }));

const verify = (bytes: Uint8Array, reader: 'guest' | 'staff' = 'staff') =>
  verifyPdf(bytes, { anchors: { trusted: [authority.der], test: undefined }, now: AT, ask: async () => undefined, reader });

/** The signed file with a bracket that makes the reader run without end. */
function endlessFile(): Uint8Array {
  const endless = Uint8Array.from(signed);
  endless[signed.lastIndexOf('/Fields [') + 7] = ')'.charCodeAt(0);
  return endless;
}

/** A PDF whose cross-references are this packed stream. */
function withCrossReferences(packed: Buffer): Uint8Array {
  const head = '%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n';
  const open = `3 0 obj\n<</Type/XRef/Size 4/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`;
  return Buffer.concat([Buffer.from(head + open, 'latin1'), packed, Buffer.from(`\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF\n`, 'latin1')]);
}

describe('a PDF made to harm its reader', () => {
  test('a bracket that makes the reader run without end: refused as too complex, several at once, and the next file is read as ever', { timeout: 90_000 }, async () => {
    const endless = endlessFile();
    const verdictOf = (bytes: Uint8Array) =>
      verify(bytes).then(
        ({ verdict }) => verdict,
        (error: unknown) => (error instanceof Problem ? error.code : String(error)),
      );
    const good = await verdictOf(signed);
    expect(await Promise.all([endless, signed, endless].map(verdictOf))).toEqual(['sign.too-complex', good, 'sign.too-complex']);
  });

  test('a small file that unpacks to a gigabyte: refused as too complex, and its memory is not that of this process', { timeout: 90_000 }, async () => {
    const packed = await buffer(Readable.from(Array.from({ length: 1000 }, () => Buffer.alloc(1_048_576))).pipe(createDeflate({ level: 1 })));
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
    await expect(verify(withCrossReferences(packed))).rejects.toMatchObject({ kind: 'invalid', code: 'sign.too-complex' });
    clearInterval(watch);
    expect((most - before) / 1_048_576).toBeLessThan(200);
  });

  test('such files of strangers, one after the other, do not keep somebody at work waiting', { timeout: 90_000 }, async () => {
    const endless = endlessFile();
    const ended: string[] = [];
    const sent = (who: string, bytes: Uint8Array, reader: 'guest' | 'staff') =>
      verify(bytes, reader).then(
        ({ verdict }) => ended.push(`${who} ${verdict}`),
        (error: unknown) => ended.push(`${who} ${error instanceof Problem ? error.code : String(error)}`),
      );
    const good = (await verify(signed)).verdict;
    await Promise.all([sent('one', endless, 'guest'), sent('two', endless, 'guest'), sent('clerk', signed, 'staff')]);
    expect(ended).toEqual([`clerk ${good}`, 'one sign.too-complex', 'two sign.too-complex']);
  });
});
