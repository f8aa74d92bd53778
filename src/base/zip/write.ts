import { crc32 } from 'node:zlib';

/** A file on its way into an archive: path with `/`, how many bytes it has, and its bytes, which are read twice. */
export type ZipFile = { path: string; size: number; open: () => Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> };

/** The same day in every archive, so that the same files give the same bytes: 1 January 1980, the first that the format knows. */
const DATE = 0x21;
const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];

/** How many bytes `storedZip` will give. */
export function storedZipSize(files: readonly Pick<ZipFile, 'path' | 'size'>[]): number {
  return files.reduce((sum, { path, size }) => sum + 30 + 46 + 2 * Buffer.byteLength(path) + size, 22);
}

/**
 * A ZIP archive piece by piece (PKWARE APPNOTE 4.3, without the 64-bit form: less than 4 GiB in all), nothing of it held; the files stand in it as they are, for videos and
 * pictures do not become smaller. Each file is read for its checksum first, so that readers that look at no directory can follow. Throws when a file is not of its size.
 */
export async function* storedZip(files: readonly ZipFile[]): AsyncGenerator<Uint8Array> {
  const central: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.path, 'utf8');
    const common = headerOf(name, file.size, await checksumOf(file));
    yield Buffer.concat([uint32(LOCAL), common, name]);
    yield* await file.open();
    central.push(Buffer.concat([uint32(CENTRAL), uint16(20), common, Buffer.alloc(10), uint32(offset), name]));
    offset += 30 + name.length + file.size;
  }
  const directory = Buffer.concat(central);
  const n = uint16(files.length);
  yield Buffer.concat([directory, uint32(END), Buffer.alloc(4), n, n, uint32(directory.length), uint32(offset), uint16(0)]);
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

/** What local and central header have in common, from "version needed" to "extra field length". */
function headerOf(name: Buffer, size: number, sum: number): Buffer {
  const [UTF8, STORED] = [0x800, 0];
  return Buffer.concat([...[20, UTF8, STORED, 0, DATE].map(uint16), ...[sum, size, size].map(uint32), uint16(name.length), uint16(0)]);
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
