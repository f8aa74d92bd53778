import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { answerBlock, readTask } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { answerOf } from '../../../../answer.ts';
import type { Actions, PageServerLoad } from './$types';

/** A doing task of a lesson in its simulated tool. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { course, lesson, block } = event.params;
  return { ...(await read(event, readTask, { course, lesson, block })), course, lesson, block, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer = await submit(answerBlock, locals.ctx, form, { ...params, answer: answerOf(form) });
    return answer.ok ? redirect(303, `/learning/${params.course}/${params.lesson}/task/${params.block}?done=yes#result`) : answer.failure;
  },
};
