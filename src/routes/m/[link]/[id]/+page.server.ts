import { newId } from '#base/id/index.ts';
import { readCampaignTask } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import { stepsOf } from '../../../understand/steps.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One campaign as it asks the person of a personal link. */
export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store' });
  const { id, link } = event.params;
  return { task: await read(event, readCampaignTask, { id, link }), link, requestId: newId() };
};

export const actions: Actions = stepsOf((event: RequestEvent) => ({ id: event.params.id, link: event.params.link }));
