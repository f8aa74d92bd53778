import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listAwareness, readReliability, startAwareness, withdrawAwareness } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the questionnaire is, the own ones so far, and how one sees oneself against what was measured. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return {
    own: await read(event, listAwareness, {}),
    reliability: await read(event, readReliability, {}),
    done: event.url.searchParams.get('done') ?? '',
    requestId: newId(),
  };
};

export const actions: Actions = {
  start: async ({ request, locals }) => {
    const answer = await submit(startAwareness, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/skills/awareness/${answer.output.id}`) : answer.failure;
  },
  withdraw: async ({ request, locals }) => {
    const answer = await submit(withdrawAwareness, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, '/skills/awareness?done=withdrawn') : answer.failure;
  },
};
