import { listMyCampaigns } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** What asks the person of a personal link; looking changes nothing, so that a mail scanner does not count as a reader. */
export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store' });
  return { ...(await read(event, listMyCampaigns, { link: event.params.link })), link: event.params.link };
};
