import { newId } from '#base/id/index.ts';
import { listMyCampaigns } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import { leaveByItself, stayActions } from '../stay.ts';
import type { Actions, PageServerLoad } from './$types';

/** What asks the person at a shared computer. */
export const load: PageServerLoad = async (event) => {
  leaveByItself(event);
  const { link } = event.params;
  return { ...(await read(event, listMyCampaigns, { link })), link, requestId: newId() };
};

export const actions: Actions = stayActions;
