import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { addUnit, readUnit } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The unit under which another is added. */
export const load: PageServerLoad = async (event) => ({
  request: newId(),
  unit: await run(event, readUnit, { id: event.params.id, day: event.locals.ctx.today }),
});

export const actions: Actions = {
  default: async ({ locals, request, params }) => {
    const added = await submit(addUnit, locals.ctx, await request.formData(), { parentId: params.id });
    if (!added.ok) return added.failure;
    redirect(303, `/units/${added.output.id}`);
  },
};
