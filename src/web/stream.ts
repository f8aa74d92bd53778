import type { RequestEvent } from '@sveltejs/kit';

/** Bytes that are sent by their SHA-256. */
export type Sent = { name: string; mediaType: string; size: number; sha256: string };

/** What may be shown within a page; anything else is a file to keep. */
const SHOWN = /^(image\/(png|jpeg)|video\/(mp4|webm)|audio\/(mpeg|mp4|ogg)|text\/vtt|application\/pdf)$/;

/**
 * Sends stored bytes whole (200), one range of them (206, RFC 9110 §14), or says that there is no such range (416); 304 where the asker has them. A name stands for the same
 * bytes for good, so that they may be kept for a day by the asker's own browser, and by nobody else.
 */
export async function sendPart({ request, locals }: Pick<RequestEvent, 'request' | 'locals'>, { name, mediaType, size, sha256 }: Sent): Promise<Response> {
  const etag = `"${sha256}"`;
  const headers: Record<string, string> = {
    'content-type': mediaType === 'text/vtt' ? 'text/vtt; charset=utf-8' : mediaType,
    'content-disposition': `${SHOWN.test(mediaType) ? 'inline' : 'attachment'}; filename="${name}"`,
    'content-security-policy': "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
    'cache-control': 'private, max-age=86400',
    'accept-ranges': 'bytes',
    etag,
  };
  if (request.headers.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers });
  const asked = request.headers.get('if-range') ?? etag;
  const part = asked === etag ? rangeOf(request.headers.get('range'), size) : undefined;
  if (part === 'none') return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  const { start, end } = part ?? { start: 0, end: size - 1 };
  const bytes = await locals.ctx.services.blobs.get(sha256, { start, end });
  const ranged = part === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` };
  return new Response(streamOf(bytes), { status: part === undefined ? 200 : 206, headers: { ...headers, ...ranged, 'content-length': String(end - start + 1) } });
}

/** The one range of a header, cut to `size` bytes; `none`: it lies outside; undefined: none is asked for, or what is asked (several, another unit) is answered whole. */
export function rangeOf(header: string | null, size: number): { start: number; end: number } | 'none' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return Number(last) === 0 || size === 0 ? 'none' : { start: Math.max(0, size - Number(last)), end: size - 1 };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= size) return 'none';
  return { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

/** The bytes as a web stream that stops reading when the client goes away. */
export function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const reading = bytes[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reading.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await reading.return?.()),
  });
}

/** The header `content-disposition` of a file to keep: its name (RFC 8187), and beside it one without accents for programs that know no other. */
export function attachment(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replaceAll(/[^\u0020-\u007e]|["\\]/g, '');
  const whole = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
