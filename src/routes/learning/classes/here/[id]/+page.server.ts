import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { checkIn } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The page that the code in the room leads to: nothing is noted before the button is pressed. */
export const load: PageServerLoad = (event) => {
  const person = signedIn(event);
  return { person, code: (event.url.searchParams.get('code') ?? '').slice(0, 20), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, params, locals }) => {
    const answer = await submit(checkIn, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/learning/classes/${answer.output.classId}?done=here`) : answer.failure;
  },
};
