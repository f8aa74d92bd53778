import { readReceipt } from '#kernel/proof/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The receipt of a published reading, as a file. */
export const GET: RequestHandler = async (event) => {
  const receipt = await load(event, readReceipt, { id: event.params.id });
  return new Response(`${JSON.stringify(receipt, null, 2)}\n`, {
    headers: { 'content-type': 'application/json; charset=utf-8', 'content-disposition': `attachment; filename="khue-receipt-${event.params.id}.json"` },
  });
};
