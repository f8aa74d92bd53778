import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listReorganisations, startReorganisation } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The first step: what kind of act, from which day, on which legal basis. */
export const load: PageServerLoad = async (event) => {
  await run(event, listReorganisations, { limit: 1 });
  return { request: newId(), kind: event.url.searchParams.get('kind') ?? '' };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const begun = await submit(startReorganisation, locals.ctx, await request.formData());
    if (!begun.ok) return begun.failure;
    redirect(303, `/reorganisations/${begun.output.id}`);
  },
};
