import { Problem } from '#base/problem/index.ts';

/** Bytes that can be read anywhere, so that a large archive is never held in memory. `read` answers `start` to `end`, both included, from 0. */
export type ByteSource = { size: number; read(start: number, end: number): Promise<AsyncIterable<Uint8Array>> };

/** All bytes of a part of a source; only for parts known to be small. */
export async function readPart(source: ByteSource, start: number, end: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  if (end >= start) for await (const piece of await source.read(start, end)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** A file inside an archive: path with `/`, method (0 stored, 8 deflated), where its packed bytes start, their number, unpacked bytes, CRC-32. */
export type ZipEntry = { path: string; method: number; start: number; packed: number; bytes: number; crc: number; encrypted: boolean; link: boolean };

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const LONGEST_COMMENT = 65_535;
const LARGEST_DIRECTORY = 8 * 1_048_576;
const SYMLINK = 0o120000;

/** The files of an archive (PKWARE APPNOTE 4.3, without the 64-bit form) in the order of their bytes, at most `most`; folders are left out. Throws the `invalid` problems `zip.damaged`, `zip.too-many`, `zip.overlap`. */
export async function listEntries(source: ByteSource, most: number): Promise<ZipEntry[]> {
  try {
    const { count, at, size } = await findEnd(source);
    if (count > most) throw new Problem('invalid', 'zip.too-many', { most, n: count });
    if (size > LARGEST_DIRECTORY || at + size > source.size) throw damaged();
    const data = await readPart(source, at, at + size - 1);
    const entries = readAll(data, count).toSorted((a, b) => a.start - b.start);
    return await settle(source, entries, at);
  } catch (error) {
    if (error instanceof RangeError) throw damaged();
    throw error;
  }
}

const damaged = () => new Problem('invalid', 'zip.damaged');

async function findEnd(source: ByteSource): Promise<{ count: number; at: number; size: number }> {
  const from = Math.max(0, source.size - 22 - LONGEST_COMMENT);
  const tail = await readPart(source, from, source.size - 1);
  for (let at = tail.length - 22; at >= 0; at--)
    if (tail.readUInt32LE(at) === END) return { count: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), at: tail.readUInt32LE(at + 16) };
  throw damaged();
}

function readAll(data: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (data.readUInt32LE(at) !== CENTRAL) throw damaged();
    const nameLength = data.readUInt16LE(at + 28);
    const path = data.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    const entry = {
      path,
      method: data.readUInt16LE(at + 10),
      start: data.readUInt32LE(at + 42),
      packed: data.readUInt32LE(at + 20),
      bytes: data.readUInt32LE(at + 24),
      crc: data.readUInt32LE(at + 16),
      encrypted: (data.readUInt16LE(at + 8) & 1) === 1,
      link: ((data.readUInt32LE(at + 38) >>> 16) & 0o170000) === SYMLINK,
    };
    if (!path.endsWith('/')) entries.push(entry);
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return entries;
}

/** Turns the places of local headers into those of packed bytes. No byte may belong to two entries: that is how small archives become enormous. */
async function settle(source: ByteSource, entries: ZipEntry[], directoryAt: number): Promise<ZipEntry[]> {
  let free = 0;
  const settled: ZipEntry[] = [];
  for (const entry of entries) {
    if (entry.start < free) throw new Problem('invalid', 'zip.overlap');
    const local = await readPart(source, entry.start, Math.min(entry.start + 29, source.size - 1));
    if (local.readUInt32LE(0) !== LOCAL) throw damaged();
    const start = entry.start + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    free = start + entry.packed;
    if (free > directoryAt) throw damaged();
    settled.push({ ...entry, start });
  }
  return settled;
}
