import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { findUnits, setSuccessors, suggestSuccessors } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** An old unit with the units that may have succeeded it, and what a search finds on the day it ended. */
export const load: PageServerLoad = async (event) => {
  const suggested = await run(event, suggestSuccessors, { id: event.params.id });
  const query = (event.url.searchParams.get('q') ?? '').trim();
  const found = query === '' ? undefined : await run(event, findUnits, { query, day: suggested.unit.endedOn, limit: 20 });
  return { request: newId(), ...suggested, query, found };
};

export const actions: Actions = {
  default: async ({ locals, request, params }) => {
    const saved = await submit(setSuccessors, locals.ctx, await request.formData(), { id: params.id });
    if (!saved.ok) return saved.failure;
    redirect(303, '/reorganisations/successors?saved');
  },
};
