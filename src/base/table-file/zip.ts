import { createInflateRaw } from 'node:zlib';
import { Problem } from '#base/problem/index.ts';

/** A file inside a ZIP archive: how it is packed, and where its local header stands (bytes from the start). */
export type Entry = { path: string; method: number; packedBytes: number; offset: number; encrypted: boolean };

/** How many unpacked bytes may still be read; counted while unpacking, because the sizes an archive declares may lie. */
export type Budget = { bytes: number };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 5_000;

/** Whether the bytes begin like a ZIP archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length > 22 && view(bytes).getUint32(0, true) === LOCAL;
}

/** The files of an archive by path; throws the problem `table.damaged` when the directory cannot be read (PKWARE APPNOTE 4.3). */
export function entries(bytes: Uint8Array): Map<string, Entry> {
  const data = view(bytes);
  try {
    const end = findEnd(data);
    const count = data.getUint16(end + 10, true);
    if (count > MOST_ENTRIES) throw new RangeError('too many entries');
    const found = new Map<string, Entry>();
    let at = data.getUint32(end + 16, true);
    for (let i = 0; i < count; i++) {
      const { entry, next } = readEntry(data, bytes, at);
      found.set(entry.path, entry);
      at = next;
    }
    return found;
  } catch (error) {
    if (error instanceof RangeError) throw new Problem('invalid', 'table.damaged');
    throw error;
  }
}

/** The unpacked bytes of a file, piece by piece; throws `table.damaged`, `table.password`, or `table.too-large` once the budget is spent. */
export async function* unpack(bytes: Uint8Array, entry: Entry, budget: Budget): AsyncGenerator<Uint8Array> {
  if (entry.encrypted) throw new Problem('invalid', 'table.password');
  for await (const piece of pieces(packed(bytes, entry), entry.method)) {
    budget.bytes -= piece.length;
    if (budget.bytes < 0) throw new Problem('invalid', 'table.too-large');
    yield piece;
  }
}

async function* pieces(data: Uint8Array, method: number): AsyncGenerator<Uint8Array> {
  if (method === 0) {
    yield data;
    return;
  }
  if (method !== 8) throw new Problem('invalid', 'table.damaged');
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
  inflate.end(data);
  try {
    for await (const piece of inflate) if (piece instanceof Uint8Array) yield piece;
  } catch (error) {
    // The consumer's own problems pass; what zlib says means a broken archive.
    if (error instanceof Problem) throw error;
    throw new Problem('invalid', 'table.damaged');
  }
}

function packed(bytes: Uint8Array, entry: Entry): Uint8Array {
  const data = view(bytes);
  if (entry.offset + 30 > bytes.length || data.getUint32(entry.offset, true) !== LOCAL) throw new Problem('invalid', 'table.damaged');
  const start = entry.offset + 30 + data.getUint16(entry.offset + 26, true) + data.getUint16(entry.offset + 28, true);
  return bytes.subarray(start, start + entry.packedBytes);
}

function findEnd(data: DataView): number {
  const earliest = Math.max(0, data.byteLength - 22 - LONGEST_COMMENT);
  for (let at = data.byteLength - 22; at >= earliest; at--) if (data.getUint32(at, true) === END) return at;
  throw new RangeError('no end of central directory');
}

function readEntry(data: DataView, bytes: Uint8Array, at: number): { entry: Entry; next: number } {
  if (data.getUint32(at, true) !== CENTRAL) throw new RangeError('no central directory entry');
  const nameLength = data.getUint16(at + 28, true);
  const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
  const entry = {
    path: path.replaceAll('\\', '/'),
    method: data.getUint16(at + 10, true),
    packedBytes: data.getUint32(at + 20, true),
    offset: data.getUint32(at + 42, true),
    encrypted: (data.getUint16(at + 8, true) & 1) === 1,
  };
  return { entry, next: at + 46 + nameLength + data.getUint16(at + 30, true) + data.getUint16(at + 32, true) };
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
