import { printSheetsOperation } from '#modules/campaigns/index.ts';
import { load, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The answer sheets of a group session for printing. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const { pdf } = await load(event, printSheetsOperation, { id: event.params.id });
  return new Response(Buffer.from(pdf, 'base64'), {
    headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="phieu-tra-loi.pdf"', 'cache-control': 'private, no-store' },
  });
};
