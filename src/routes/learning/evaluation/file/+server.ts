import { exportOwnRecord } from '#modules/learning/index.ts';
import { load, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** My learning record of a year, as PDF. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const year = Number.parseInt(event.url.searchParams.get('year') ?? '', 10) || Number(event.locals.ctx.today.slice(0, 4));
  const { name, content } = await load(event, exportOwnRecord, { year });
  return new Response(Buffer.from(content, 'base64'), { headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${name}"` } });
};
