import { newId } from '#base/id/index.ts';
import { readCampaignTask } from '#modules/campaigns/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { stepsOf } from '../steps.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One campaign as it asks the person who is signed in. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { task: await read(event, readCampaignTask, { id: event.params.id }), requestId: newId() };
};

export const actions: Actions = stepsOf((event: RequestEvent) => ({ id: event.params.id }));
