import { crc32, createInflateRaw } from 'node:zlib';
import { Problem } from '#base/problem/index.ts';
import type { ByteSource, ZipEntry } from './directory.ts';

export { listEntries, type ByteSource, type ZipEntry } from './directory.ts';
export { storedZip, storedZipSize, writeZip, type ZipFile } from './write.ts';

/** How many unpacked bytes may still be read; counted while unpacking, because the sizes an archive declares may lie. */
export type ZipBudget = { bytes: number };

/**
 * The unpacked bytes of an entry, piece by piece. Throws `zip.password`, `zip.method`, `zip.damaged` (also when size or checksum are not what the directory says) and
 * `zip.too-large` once the budget is spent.
 */
export async function* unpackEntry(source: ByteSource, entry: ZipEntry, budget: ZipBudget): AsyncGenerator<Uint8Array> {
  let [size, sum] = [0, 0];
  for await (const piece of openEntry(source, entry)) {
    size += piece.length;
    budget.bytes -= piece.length;
    if (budget.bytes < 0 || size > entry.bytes) throw new Problem('invalid', size > entry.bytes ? 'zip.damaged' : 'zip.too-large');
    sum = crc32(piece, sum);
    yield piece;
  }
  if (size !== entry.bytes || sum !== entry.crc) throw new Problem('invalid', 'zip.damaged');
}

/** The unpacked bytes of an entry that was checked before, from `from` on. */
export async function* openEntry(source: ByteSource, entry: Omit<ZipEntry, 'path' | 'crc' | 'link'>, from = 0): AsyncGenerator<Uint8Array> {
  if (entry.encrypted) throw new Problem('invalid', 'zip.password');
  if (entry.method !== 0 && entry.method !== 8) throw new Problem('invalid', 'zip.method');
  if (entry.packed === 0) return;
  const start = entry.start + (entry.method === 0 ? from : 0);
  const raw = await source.read(start, entry.start + entry.packed - 1);
  let skip = entry.method === 0 ? 0 : from;
  for await (const piece of entry.method === 0 ? raw : inflated(raw)) {
    if (skip < piece.length) yield piece.subarray(skip);
    skip = Math.max(0, skip - piece.length);
  }
}

async function* inflated(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
  const feeding = feed(inflate, raw);
  try {
    for await (const piece of inflate) if (piece instanceof Uint8Array) yield piece;
    await feeding;
  } catch {
    throw new Problem('invalid', 'zip.damaged');
  } finally {
    inflate.destroy();
    await feeding.catch(() => undefined);
  }
}

async function feed(inflate: ReturnType<typeof createInflateRaw>, raw: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const piece of raw) {
      if (inflate.destroyed) return;
      if (!inflate.write(piece)) await ready(inflate);
    }
    inflate.end();
  } catch (error) {
    inflate.destroy(error instanceof Error ? error : new Error('unreadable'));
  }
}

function ready(inflate: ReturnType<typeof createInflateRaw>): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['drain', 'close', 'error']) inflate.once(event, () => resolve());
  });
}
