import { crc32, deflateRawSync } from 'node:zlib';

/** A file on its way into an archive: path with `/`, how many bytes it has, and its bytes, which are read twice. */
export type ZipFile = { path: string; size: number; open: () => Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> };

/** The same day in every archive, so that the same files give the same bytes: 1 January 1980, the first that the format knows. */
const DATE = 0x21;
const UTF8 = 0x800;
const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const [STORED, DEFLATED] = [0, 8];

/** How many bytes `storedZip` will give. */
export function storedZipSize(files: readonly Pick<ZipFile, 'path' | 'size'>[]): number {
  return files.reduce((sum, { path, size }) => sum + 30 + 46 + 2 * Buffer.byteLength(path) + size, 22);
}

/**
 * A ZIP archive piece by piece (PKWARE APPNOTE 4.3, without the 64-bit form: less than 4 GiB in all), nothing of it held; the files stand in it as they are, for videos and
 * pictures do not become smaller. Each file is read for its checksum first, so that readers that look at no directory can follow. Throws when a file is not of its size.
 */
export async function* storedZip(files: readonly ZipFile[]): AsyncGenerator<Uint8Array> {
  const archive = new Directory();
  for (const file of files) {
    yield archive.add({ path: file.path, method: STORED, sum: await checksumOf(file), packed: file.size, size: file.size });
    yield* await file.open();
  }
  yield archive.end();
}

/** A ZIP archive of a few files, packed and whole in memory; paths in UTF-8. */
export function writeZip(files: readonly ({ path: string; text: string } | { path: string; bytes: Uint8Array })[]): Uint8Array {
  const archive = new Directory();
  const parts = files.flatMap((file) => {
    const plain = 'text' in file ? Buffer.from(file.text, 'utf8') : Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
    const packed = deflateRawSync(plain);
    return [archive.add({ path: file.path, method: DEFLATED, sum: crc32(plain), packed: packed.length, size: plain.length }), packed];
  });
  return Buffer.concat([...parts, archive.end()]);
}

type Entry = { path: string; method: number; sum: number; packed: number; size: number };

/** What an archive says of its files: a header before each, and all of them once more at the end. */
class Directory {
  private readonly central: Buffer[] = [];
  private offset = 0;

  /** The header of the next file, whose `packed` bytes must follow it. */
  add({ path, method, sum, packed, size }: Entry): Buffer {
    const name = Buffer.from(path, 'utf8');
    // What both headers have in common, from "version needed" to "extra field length".
    const common = Buffer.concat([...[20, UTF8, method, 0, DATE].map(uint16), ...[sum, packed, size].map(uint32), uint16(name.length), uint16(0)]);
    const local = Buffer.concat([uint32(LOCAL), common, name]);
    this.central.push(Buffer.concat([uint32(CENTRAL), uint16(20), common, Buffer.alloc(10), uint32(this.offset), name]));
    this.offset += local.length + packed;
    return local;
  }

  /** What stands after the last file. */
  end(): Buffer {
    const directory = Buffer.concat(this.central);
    const count = uint16(this.central.length);
    return Buffer.concat([directory, uint32(END), Buffer.alloc(4), count, count, uint32(directory.length), uint32(this.offset), uint16(0)]);
  }
}

async function checksumOf({ path, size, open }: ZipFile): Promise<number> {
  let [read, sum] = [0, 0];
  for await (const piece of await open()) {
    read += piece.length;
    sum = crc32(piece, sum);
  }
  if (read !== size) throw new Error(`${path} has ${read} bytes, not ${size}`);
  return sum;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
