import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entries, unpack } from '#base/table-file/index.ts';
import { listEntries, storedZip, storedZipSize, unpackEntry, type ByteSource, type ZipFile } from './index.ts';

const collect = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};
const fileOf = (path: string, bytes: Uint8Array, size = bytes.length): ZipFile => ({ path, size, open: async () => [bytes.subarray(0, 3), bytes.subarray(3)] });
const sourceOf = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: async (start, end) =>
    (async function* () {
      yield bytes.subarray(start, end + 1);
    })(),
});

test('what is written piece by piece is as long as was said, and both readers find every file in it', async () => {
  const content = fc.uint8Array({ maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-zăđ0-9/]{1,12}[a-z]$/), content, { maxKeys: 6 }), async (tree) => {
      const files = Object.entries(tree).map(([path, bytes]) => fileOf(path, bytes));
      const zip = await collect(storedZip(files));
      expect(zip.length).toBe(storedZipSize(files));
      const found = await listEntries(sourceOf(zip), 10);
      expect(found.map(({ path }) => path)).toEqual(Object.keys(tree));
      for (const entry of found) {
        const kept = Buffer.from(tree[entry.path] ?? []);
        expect(await collect(unpackEntry(sourceOf(zip), entry, { bytes: 1e6 }))).toEqual(kept);
        const other = entries(zip).get(entry.path);
        expect(other === undefined ? undefined : await collect(unpack(zip, other, { bytes: 1e6 }))).toEqual(kept);
      }
    }),
    { numRuns: 50 },
  );
});

test('a file that is not as long as was said ends the writing', async () => {
  await expect(collect(storedZip([fileOf('a', Buffer.from('abc'), 4)]))).rejects.toThrow('a has 3 bytes, not 4');
});
