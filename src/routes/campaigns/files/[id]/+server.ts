import { Readable } from 'node:stream';
import { openDocument } from '#kernel/document/index.ts';
import { readFileOf } from '#modules/campaigns/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** Sends a picture, audio or video of a message, shown within the page; its kind was read from its bytes when it came in. */
export const GET: RequestHandler = async (event) => {
  const { documentId } = await load(event, readFileOf, { id: event.params.id });
  const { mediaType, size, bytes } = await openDocument(event.locals.ctx, documentId);
  return new Response(new ReadableStream({ start: (controller) => pump(controller, bytes) }), {
    headers: {
      'content-type': mediaType,
      'content-length': String(size),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=86400',
    },
  });
};

async function pump(controller: ReadableStreamDefaultController<Uint8Array>, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of Readable.from(bytes)) controller.enqueue(chunk);
  controller.close();
}
