import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { endCurriculum, readCurriculum } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A curriculum: what I have met, what is open, my certifications and how I renew them. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return {
    ...(await read(event, readCurriculum, { id: event.params.id })),
    mayAssign: mayAnywhere(event.locals.ctx.actor, 'learning.assign'),
    created: event.url.searchParams.has('created'),
    requestId: newId(),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const answer = await submit(endCurriculum, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/learning/curricula/${params.id}`) : answer.failure;
  },
};
