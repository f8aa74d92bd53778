import { readInvitation } from '#modules/learning/index.ts';
import { load, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The invitation to a class for one's calendar. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const { name, content } = await load(event, readInvitation, { id: event.params.id });
  return new Response(content, {
    headers: { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
  });
};
