import { listCampaigns, listPeople } from '#modules/campaigns/index.ts';
import { load as read, pageOf } from '#web/load.ts';
import { narrowed } from './narrowed.ts';
import type { PageServerLoad } from './$types';

/** The people of a campaign in my units, page by page, after a purpose was given. */
export const load: PageServerLoad = async (event) => {
  const chosen = narrowed(event.url);
  // The board of the whole campaign is not for everybody who helps in it.
  const whole = (await read(event, listCampaigns, {})).some((one) => one.id === event.params.id && one.whole);
  return { id: event.params.id, whole, chosen, ...(await read(event, listPeople, { id: event.params.id, ...chosen, page: pageOf(event) })) };
};
