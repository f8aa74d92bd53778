import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { answerCheck, readCheck } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { answerOf } from '../../answer.ts';
import type { Actions, PageServerLoad } from './$types';

/** The item of a closing check to answer now, or how it ended. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { ...(await read(event, readCheck, { id: event.params.id })), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer = await submit(answerCheck, locals.ctx, form, { id: params.id, answer: answerOf(form) });
    return answer.ok ? redirect(303, `/learning/checks/${params.id}`) : answer.failure;
  },
};
