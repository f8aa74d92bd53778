import { newId } from '#base/id/index.ts';
import { readCampaignTask } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import { stepsOf } from '../../../understand/steps.ts';
import { leaveByItself, stayActions } from '../../stay.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One campaign as it asks the person at a shared computer. */
export const load: PageServerLoad = async (event) => {
  leaveByItself(event);
  const { id, link } = event.params;
  return { task: await read(event, readCampaignTask, { id, link }), link, requestId: newId() };
};

export const actions: Actions = { ...stepsOf((event: RequestEvent) => ({ id: event.params.id, link: event.params.link })), ...stayActions };
