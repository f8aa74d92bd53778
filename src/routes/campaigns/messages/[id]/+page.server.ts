import { newId } from '#base/id/index.ts';
import { readMessage } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import { messageActions } from './acts.ts';
import type { Actions, PageServerLoad } from './$types';

/** A message for its authors and for the second person. */
export const load: PageServerLoad = async (event) => {
  const asked = event.url.searchParams.get('asked');
  return { message: await read(event, readMessage, { id: event.params.id }), asked: asked !== null && /^\d{1,7}$/.test(asked) ? Number(asked) : null, requestId: newId() };
};

export const actions: Actions = messageActions;
