import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { listUnionLetters, writeUnionLetter } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The letters of the union's desk and a form to write one, from a model or freely. */
export const load: PageServerLoad = async (event) => {
  const { letters, models } = await run(event, listUnionLetters, {});
  return { letters, models, model: models.find(({ key }) => key === event.url.searchParams.get('model')) ?? null, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ locals: { ctx }, request }) => {
    const [own] = ctx.actor.kind === 'person' ? ctx.actor.grants.filter(({ role }) => role === 'union-officer') : [];
    const unitId = own?.unitId ?? (await getRoot(ctx.db, ctx.today)).id;
    const result = await submit(writeUnionLetter, ctx, await request.formData(), { unitId });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/letters/${result.output.id}?done=saved`);
  },
};
