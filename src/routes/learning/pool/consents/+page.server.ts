import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { decideConsent, listConsentsAsked } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn, pageOf } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Staff of my units who may be asked to help others. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { list: await read(event, listConsentsAsked, { page: pageOf(event) }), done: event.url.searchParams.get('done'), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const answer = await submit(decideConsent, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `${url.pathname}?done=${answer.output.unitState}`) : answer.failure;
  },
};
