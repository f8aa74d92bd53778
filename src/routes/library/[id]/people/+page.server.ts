import { listKnowers } from '#modules/campaigns/index.ts';
import { load as read, pageOf } from '#web/load.ts';
import { versionIn } from './version.ts';
import type { PageServerLoad } from './$types';

/** Who in my units has understood which version, page by page, after a purpose was given. */
export const load: PageServerLoad = async (event) => {
  const chosen = versionIn(event.url);
  return { id: event.params.id, chosen: chosen.version ?? null, ...(await read(event, listKnowers, { id: event.params.id, ...chosen, page: pageOf(event) })) };
};
