import { readBadge } from '#modules/skills/index.ts';
import { load, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** One's own certificate as a signed file. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const { badge } = await load(event, readBadge, { id: event.params.id });
  return new Response(`${JSON.stringify(badge, null, 2)}\n`, {
    headers: { 'content-type': 'application/json; charset=utf-8', 'content-disposition': 'attachment; filename="khue-chung-nhan.json"', 'cache-control': 'no-store' },
  });
};
