import { Problem } from '#base/problem/index.ts';
import type { BlobStore } from './store.ts';

const SIGNATURES: { bytes: string; offset: number; mediaType: string }[] = [
  { bytes: '25504446', offset: 0, mediaType: 'application/pdf' },
  { bytes: '89504e470d0a1a0a', offset: 0, mediaType: 'image/png' },
  { bytes: 'ffd8ff', offset: 0, mediaType: 'image/jpeg' },
  { bytes: '66747970', offset: 4, mediaType: 'video/mp4' },
  { bytes: '1a45dfa3', offset: 0, mediaType: 'video/webm' },
  { bytes: '504b0304', offset: 0, mediaType: 'application/zip' },
];

const OFFICE: Record<string, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
};

/** The media type of stored bytes, from their first bytes; text must be free of null bytes. Throws `invalid` for kinds that are not accepted. */
export async function sniff(blobs: BlobStore, sha256: string, name: string): Promise<string> {
  const head = await firstBytes(blobs, sha256);
  const ending = name.toLowerCase().split('.').pop() ?? '';
  const known = SIGNATURES.find(({ bytes, offset }) => head.toString('hex', offset, offset + bytes.length / 2) === bytes);
  if (known?.mediaType === 'application/zip') {
    const office = OFFICE[ending];
    if (office !== undefined) return office;
  } else if (known !== undefined) return known.mediaType;
  if (known === undefined && ending === 'vtt' && /^\ufeff?WEBVTT(\s|$)/.test(head.toString('utf8'))) return 'text/vtt';
  if (known === undefined && ['csv', 'txt', 'md', 'json'].includes(ending) && isText(head)) return ending === 'csv' ? 'text/csv' : 'text/plain';
  throw new Problem('invalid', 'document.kind-not-accepted');
}

function isText(head: Buffer): boolean {
  const utf16 = head[0] === 0xff && head[1] === 0xfe;
  return utf16 || !head.includes(0);
}

async function firstBytes(blobs: BlobStore, sha256: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of await blobs.get(sha256)) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= 512) break;
  }
  return Buffer.concat(parts).subarray(0, 512);
}
