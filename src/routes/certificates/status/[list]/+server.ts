import { error } from '@sveltejs/kit';
import { readStatusList } from '#modules/skills/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** A signed list of revoked certificates. */
export const GET: RequestHandler = async (event) => {
  const list = /^[1-9][0-9]{0,4}$/.test(event.params.list) ? Number(event.params.list) : error(404, { message: event.locals.t('skills-certificates.no-list') });
  const { credential } = await load(event, readStatusList, { list });
  return new Response(`${JSON.stringify(credential, null, 2)}\n`, {
    headers: { 'content-type': 'application/vc', 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
  });
};
