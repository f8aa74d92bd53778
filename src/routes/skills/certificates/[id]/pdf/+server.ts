import { printOwnCertificate } from '#modules/skills/index.ts';
import { load, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** One's own certificate for printing. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const { pdf } = await load(event, printOwnCertificate, { id: event.params.id });
  return new Response(Buffer.from(pdf, 'base64'), {
    headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="khue-chung-nhan.pdf"', 'cache-control': 'no-store' },
  });
};
