import { listMyCampaigns, listOwnWaves } from '#modules/campaigns/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** What asks the person who is signed in. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { ...(await read(event, listMyCampaigns, {})), waves: await read(event, listOwnWaves, {}), answered: event.url.searchParams.has('answered') };
};
