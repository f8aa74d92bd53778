import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { excusePerson, readAssigned, withdrawExcuse } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** What one person must complete, with the form to give more time. */
export const load: PageServerLoad = async (event) => ({
  ...(await read(event, readAssigned, { id: event.params.id })),
  id: event.params.id,
  done: event.url.searchParams.get('done') === 'yes',
  withdrawn: event.url.searchParams.get('done') === 'withdrawn',
  requestId: newId(),
});

export const actions: Actions = {
  withdraw: async ({ request, locals, params }) => {
    const answer = await submit(withdrawExcuse, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/learning/assigned/${params.id}?done=withdrawn`) : answer.failure;
  },
  excuse: async ({ request, locals, params }) => {
    const answer = await submit(excusePerson, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/learning/assigned/${params.id}?done=yes`) : answer.failure;
  },
};
