import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { contestItem, readSitting } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Says what is wrong with a question one has answered. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const number = Number(event.url.searchParams.get('number'));
  return { sitting: await read(event, readSitting, { id: event.params.id }), number: Number.isInteger(number) && number > 0 ? number : 1, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const answer = await submit(contestItem, locals.ctx, await request.formData(), { sitting: params.id });
    return answer.ok ? redirect(303, '/skills/results') : answer.failure;
  },
};
