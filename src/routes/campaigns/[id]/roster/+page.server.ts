import { listPeople } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import { narrowed } from './narrowed.ts';
import type { PageServerLoad } from './$types';

/** The people of a campaign in my units, page by page, after a purpose was given. */
export const load: PageServerLoad = async (event) => {
  const chosen = narrowed(event.url);
  const page = Math.max(1, Math.min(10_000, Number.parseInt(event.url.searchParams.get('page') ?? '', 10) || 1));
  return { id: event.params.id, chosen, ...(await read(event, listPeople, { id: event.params.id, ...chosen, page })) };
};
