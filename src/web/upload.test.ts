import { expect, test } from 'vitest';
import { streamOf } from './stream.ts';
import { brokeOff, receiveFile } from './upload.ts';

const MEBIBYTE = 1_048_576;

/** A form with a field and a file of so many mebibytes, made as it is read. */
function form(megabytes: number, end = '\r\n--xx--\r\n'): Request {
  const head = '--xx\r\nContent-Disposition: form-data; name="unitId"\r\n\r\nu1\r\n--xx\r\nContent-Disposition: form-data; name="file"; filename="goi.zip"\r\n\r\n';
  async function* parts() {
    yield Buffer.from(head);
    for (let n = 0; n < megabytes * 16; n++) yield Buffer.alloc(65_536, n);
    yield Buffer.from(end);
  }
  const init = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=xx' }, body: streamOf(parts()), duplex: 'half' };
  return new Request('http://localhost/', init);
}

test('a file of 300 MB passes through without being held', { timeout: 60_000 }, async () => {
  let [size, most] = [0, 0];
  const before = process.memoryUsage().rss;
  const unit = await receiveFile(form(300), async ({ name, bytes, fields }) => {
    expect(name).toBe('goi.zip');
    for await (const piece of bytes) {
      size += piece.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    return fields.get('unitId');
  });
  expect([unit, size]).toEqual(['u1', 300 * MEBIBYTE]);
  expect(most - before).toBeLessThan(200 * MEBIBYTE);
});

test('a form that breaks off is told from any other fault', async () => {
  const take = async ({ bytes }: { bytes: AsyncIterable<Uint8Array> }) => {
    for await (const piece of bytes) void piece;
  };
  await expect(receiveFile(form(1, ''), take)).rejects.toSatisfy(brokeOff);
  expect(brokeOff(new Error('other'))).toBe(false);
});
