import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { keepMessage } from '../save.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  mayOrErrorPage(event, 'campaigns.prepare');
  return { requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await keepMessage(locals.ctx, await request.formData());
    return 'id' in answer ? redirect(303, `/campaigns/messages/${answer.id}`) : answer;
  },
};
