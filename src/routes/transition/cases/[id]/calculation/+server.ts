import { printInCase } from '#modules/transition/index.ts';
import { load as run } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The calculation of a case as a PDF, or its receipt with `?as=receipt`. */
export const GET: RequestHandler = async (event) => {
  const { content, receipt, digest } = await run(event, printInCase, { id: event.params.id });
  const asReceipt = event.url.searchParams.get('as') === 'receipt';
  return new Response(asReceipt ? receipt : new Uint8Array(Buffer.from(content, 'base64')), {
    headers: {
      'content-type': asReceipt ? 'application/json; charset=utf-8' : 'application/pdf',
      'content-disposition': `attachment; filename="khue-calculation-${digest.slice(0, 12)}.${asReceipt ? 'json' : 'pdf'}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
};
