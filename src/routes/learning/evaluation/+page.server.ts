import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { giveConsent, listOwnConsents, withdrawConsent } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** My learning record for the evaluation of officials, and to whom I let it go along. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const query = event.url.searchParams;
  return {
    consents: await read(event, listOwnConsents, {}),
    year: Number(event.locals.ctx.today.slice(0, 4)),
    given: query.get('given'),
    withdrawn: query.has('withdrawn'),
    requestId: newId(),
  };
};

export const actions: Actions = {
  give: async ({ request, locals }) => {
    const answer = await submit(giveConsent, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/learning/evaluation?given=${answer.output.until}`) : answer.failure;
  },
  withdraw: async ({ request, locals }) => {
    const answer = await submit(withdrawConsent, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, '/learning/evaluation?withdrawn=yes') : answer.failure;
  },
};
