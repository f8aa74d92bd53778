import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { caseRead } from '#kernel/case/index.ts';
import { askAid, listOwnAid, readOwnCases, readOwnProtection, stateProtection } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

async function ownCases(event: Parameters<PageServerLoad>[0]) {
  const own = await run(event, readOwnCases, {});
  const whole = await Promise.all(own.map(({ id }) => run(event, caseRead, { id })));
  const posts = new Map(own.map(({ id, post }) => [id, post]));
  return whole.map(({ id, state, due, next }) => ({ id, post: posts.get(id) ?? '', state, due, next: next.filter(({ mine }) => mine) }));
}

/** A person's own cases, protection, and requests to the union. */
export const load: PageServerLoad = async (event) => ({
  cases: await ownCases(event),
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
