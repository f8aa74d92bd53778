import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { askAid, listOwnAid, readOwnCases, readOwnProtection, stateProtection } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A person's own cases, protection, and requests to the union. */
export const load: PageServerLoad = async (event) => ({
  cases: (await run(event, readOwnCases, {})).map(({ id, post, missing }) => ({ id, post, missing: missing.length })),
  protections: await run(event, readOwnProtection, {}),
  aid: await run(event, listOwnAid, {}),
  done: event.url.searchParams.get('done'),
  requestId: newId(),
});

export const actions: Actions = {
  protection: async ({ locals, request }) => {
    const result = await submit(stateProtection, locals.ctx, await request.formData());
    if (!result.ok) return result.failure;
    redirect(303, '/transition/own?done=saved');
  },
  aid: async ({ locals, request }) => {
    const result = await submit(askAid, locals.ctx, await request.formData());
    if (!result.ok) return result.failure;
    redirect(303, '/transition/own?done=asked');
  },
};
