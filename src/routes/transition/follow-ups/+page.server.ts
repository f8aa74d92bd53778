import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listOpenFollowUps, noteFollowUp } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Whose turn it is to be asked after. */
export const load: PageServerLoad = async (event) => ({
  lines: await run(event, listOpenFollowUps, {}),
  today: event.locals.ctx.today,
  done: event.url.searchParams.has('done'),
  requestId: newId(),
});

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const result = await submit(noteFollowUp, locals.ctx, form, form.has('how') ? { well: form.get('how') === 'well' } : { well: undefined });
    if (!result.ok) return result.failure;
    redirect(303, '/transition/follow-ups?done');
  },
};
