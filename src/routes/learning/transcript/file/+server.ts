import { printTranscript } from '#modules/learning/index.ts';
import { load, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** What I have completed, as PDF. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const { name, content } = await load(event, printTranscript, {});
  return new Response(Buffer.from(content, 'base64'), { headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${name}"` } });
};
