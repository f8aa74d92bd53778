import { mayAnywhere } from '#kernel/org/index.ts';
import { listCampaigns, listFaded, listTemplates } from '#modules/campaigns/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The campaigns of my units, and the duties that come round. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { actor } = event.locals.ctx;
  const may = { review: mayAnywhere(actor, 'campaigns.review'), prepare: mayAnywhere(actor, 'campaigns.prepare'), contact: mayAnywhere(actor, 'campaigns.help-unit') };
  return {
    campaigns: await read(event, listCampaigns, {}),
    faded: may.prepare ? await read(event, listFaded, {}) : [],
    templates: may.prepare ? await read(event, listTemplates, {}) : [],
    may,
    dropped: event.url.searchParams.has('dropped'),
  };
};
