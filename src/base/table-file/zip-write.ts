import { crc32, deflateRawSync } from 'node:zlib';

/** The same day in every archive, so that the same files give the same bytes: 1 January 1980, the first that the format knows. */
const DATE = 0x21;

/** A ZIP archive of a few files (PKWARE APPNOTE 4.3, without the 64-bit form); paths in UTF-8. */
export function writeZip(files: readonly ({ path: string; text: string } | { path: string; bytes: Uint8Array })[]): Uint8Array {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.path, 'utf8');
    const plain = 'text' in file ? Buffer.from(file.text, 'utf8') : Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
    const packed = deflateRawSync(plain);
    const common = headerOf(name, plain, packed);
    const local = Buffer.concat([uint32(0x04034b50), common, name, packed]);
    central.push(Buffer.concat([uint32(0x02014b50), uint16(20), common, Buffer.alloc(10), uint32(offset), name]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.concat([uint32(0x06054b50), Buffer.alloc(4), uint16(files.length), uint16(files.length), uint32(directory.length), uint32(offset), uint16(0)]);
  return Buffer.concat([...parts, directory, end]);
}

/** What local and central header have in common, from "version needed" to "extra field length". */
function headerOf(name: Buffer, plain: Buffer, packed: Buffer): Buffer {
  const UTF8 = 0x800;
  const DEFLATE = 8;
  return Buffer.concat([...[20, UTF8, DEFLATE, 0, DATE].map(uint16), ...[crc32(plain), packed.length, plain.length].map(uint32), uint16(name.length), uint16(0)]);
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
