import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { readCampaign } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import { campaignActions } from './acts.ts';
import type { Actions, PageServerLoad } from './$types';

/** A campaign with its dry run. */
export const load: PageServerLoad = async (event) => ({
  campaign: await read(event, readCampaign, { id: event.params.id }),
  mayReview: mayAnywhere(event.locals.ctx.actor, 'campaigns.review'),
  requestId: newId(),
});

export const actions: Actions = campaignActions;
