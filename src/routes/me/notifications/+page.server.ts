import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { addPush, listPush, removePush } from '#kernel/message/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The browsers that show messages to me. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { ...(await read(event, listPush, {})), requestId: newId(), done: event.url.searchParams.get('done') };
};

export const actions: Actions = {
  add: async ({ request, locals }) => {
    const answer = await submit(addPush, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, '/me/notifications?done=added') : answer.failure;
  },
  remove: async ({ request, locals }) => {
    const answer = await submit(removePush, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, '/me/notifications?done=removed') : answer.failure;
  },
};
