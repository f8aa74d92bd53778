import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { readSeat, readUnit, setSeat } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where the unit sits today. */
export const load: PageServerLoad = async (event) => ({
  request: newId(),
  unit: await run(event, readUnit, { id: event.params.id, day: event.locals.ctx.today }),
  done: event.url.searchParams.has('done'),
  ...(await run(event, readSeat, { id: event.params.id })),
});

export const actions: Actions = {
  default: async ({ locals, request, params }) => {
    const kept = await submit(setSeat, locals.ctx, await request.formData(), { id: params.id });
    if (!kept.ok) return kept.failure;
    redirect(303, `/units/${params.id}/seat?done`);
  },
};
