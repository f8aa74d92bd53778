import { exportRecord } from '#modules/learning/index.ts';
import { load, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The learning record of somebody who has agreed, as PDF. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const { name, content } = await load(event, exportRecord, { id: event.params.id });
  return new Response(Buffer.from(content, 'base64'), { headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${name}"` } });
};
