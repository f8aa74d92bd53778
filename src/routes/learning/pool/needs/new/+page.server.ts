import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { AREAS, FIELDS, KINDS, LANGUAGES, stateNeed } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../../units.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of a need. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.ask-pool');
  return { ...(await unitsWith(event, 'learning.ask-pool')), areas: AREAS, kinds: KINDS, fields: FIELDS, languages: LANGUAGES, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(stateNeed, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/learning/pool/needs/${answer.output.id}?done=stated`) : answer.failure;
  },
};
