import { expect, test } from 'vitest';
import { attachment, rangeOf, sendPart } from './stream.ts';

test.each([
  [null, undefined],
  ['bytes=0-9', { start: 0, end: 9 }],
  ['bytes=90-', { start: 90, end: 99 }],
  ['bytes=95-500', { start: 95, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=100-', 'none'],
  ['bytes=-0', 'none'],
  ['bytes=9-3', undefined],
  ['bytes=0-1,5-6', undefined],
  ['lines=0-1', undefined],
  ['bytes=-', undefined],
])('of 100 bytes %j asks for %j (RFC 9110 §14.1.2)', (header, part) => expect(rangeOf(header, 100)).toEqual(part));

const bytes = Buffer.from(Array.from({ length: 100 }, (_, at) => at));
const file = { name: 'a.mp4', mediaType: 'video/mp4', size: 100, sha256: 'ab' };
const send = (headers: Record<string, string>) => {
  const get = (_sha256: string, part = { start: 0, end: 99 }) =>
    Promise.resolve(
      (async function* () {
        yield bytes.subarray(part.start, part.end + 1);
      })(),
    );
  const locals = { ctx: { services: { blobs: { get } } } };
  // @ts-expect-error only what is used of a request
  return sendPart({ request: new Request('http://khue.example/', { headers }), locals }, file);
};

test('a part is 206 with its place, the whole 200, what the asker has 304, what is not there 416', async () => {
  const part = await send({ range: 'bytes=10-12' });
  expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([206, 'bytes 10-12/100', '3']);
  expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([10, 11, 12]);
  const whole = await send({});
  expect([whole.status, whole.headers.get('accept-ranges'), (await whole.arrayBuffer()).byteLength]).toEqual([200, 'bytes', 100]);
  expect(whole.headers.get('cache-control')).toMatch(/^private/);
  expect((await send({ 'if-none-match': '"ab"' })).status).toBe(304);
  expect((await send({ range: 'bytes=100-' })).headers.get('content-range')).toBe('bytes */100');
  // Bytes that have changed since are sent whole.
  expect((await send({ range: 'bytes=10-12', 'if-range': '"other"' })).status).toBe(200);
});

test.each([
  ['Cán bộ đang giữ vị trí.csv', 'Can bo dang giu vi tri.csv', 'C%C3%A1n%20b%E1%BB%99%20%C4%91ang%20gi%E1%BB%AF%20v%E1%BB%8B%20tr%C3%AD.csv'],
  ['ĐỀ ÁN "1" (bản 2).pdf', 'DE AN 1 (ban 2).pdf', '%C4%90%E1%BB%80%20%C3%81N%20%221%22%20%28b%E1%BA%A3n%202%29.pdf'],
])('%s leaves under its name, and under one without accents', (name, plain, whole) => {
  expect(attachment(name)).toBe(`attachment; filename="${plain}"; filename*=UTF-8''${whole}`);
});
