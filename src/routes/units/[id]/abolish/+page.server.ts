import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { abolishUnit, readUnit } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The unit as it stands today. */
export const load: PageServerLoad = async (event) => ({
  request: newId(),
  unit: await run(event, readUnit, { id: event.params.id, day: event.locals.ctx.today }),
});

export const actions: Actions = {
  default: async ({ locals, request, params }) => {
    const ended = await submit(abolishUnit, locals.ctx, await request.formData(), { id: params.id });
    if (!ended.ok) return ended.failure;
    redirect(303, `/units/${params.id}/history`);
  },
};
