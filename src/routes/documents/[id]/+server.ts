import { openForAsker } from '#web/document.ts';
import { attachment, streamOf } from '#web/stream.ts';
import type { RequestHandler } from './$types';

/** Sends a document to whoever may open it: always as a file to keep, never as a page of this site. */
export const GET: RequestHandler = async (event) => {
  const { name, mediaType, size, bytes } = await openForAsker(event, event.params.id);
  return new Response(streamOf(bytes), {
    headers: {
      'content-type': mediaType,
      'content-length': String(size),
      'content-disposition': attachment(name),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    },
  });
};
