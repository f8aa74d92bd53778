import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { openPost, readUnit } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The unit in which a post is opened. */
export const load: PageServerLoad = async (event) => ({
  request: newId(),
  unit: await run(event, readUnit, { id: event.params.id, day: event.locals.ctx.today }),
});

export const actions: Actions = {
  default: async ({ locals, request, params }) => {
    const opened = await submit(openPost, locals.ctx, await request.formData(), { unitId: params.id });
    if (!opened.ok) return opened.failure;
    redirect(303, `/posts/${opened.output.id}`);
  },
};
