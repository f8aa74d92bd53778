import { Problem } from '#base/problem/index.ts';

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

/** How many of the first bytes tell what a file is. */
export const HEAD_BYTES = 512;

/** The media type of a file from its first bytes; text must be free of null bytes. Throws `invalid` for kinds that are not accepted. */
export function kindOf(head: Buffer, name: string): string {
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

/** The same bytes; `look` sees the first of them before any is passed on, so that what it refuses is never kept. There may be none. */
export async function* lookedAt(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, look: (head: Buffer) => void): AsyncGenerator<Uint8Array> {
  let [held, length, looked]: [Uint8Array[], number, boolean] = [[], 0, false];
  const seen = function* (): Generator<Uint8Array> {
    look(Buffer.concat(held).subarray(0, HEAD_BYTES));
    looked = true;
    yield* held;
    held = [];
  };
  for await (const piece of bytes) {
    if (looked) yield piece;
    else {
      held.push(piece);
      length += piece.length;
      if (length >= HEAD_BYTES) yield* seen();
    }
  }
  if (!looked) yield* seen();
}

function isText(head: Buffer): boolean {
  const utf16 = head[0] === 0xff && head[1] === 0xfe;
  return utf16 || !head.includes(0);
}
