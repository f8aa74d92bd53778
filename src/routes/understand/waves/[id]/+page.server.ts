import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { answerWave, readWave } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { waveAnswerOf } from './answers.ts';
import type { Actions, PageServerLoad } from './$types';

/** The questions of a measuring wave. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { ...(await read(event, readWave, { id: event.params.id })), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer = await submit(answerWave, locals.ctx, form, { id: params.id, ...waveAnswerOf(form) });
    return answer.ok ? redirect(303, '/understand?answered=1') : answer.failure;
  },
};
