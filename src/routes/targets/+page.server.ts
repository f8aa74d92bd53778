import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { exportTargets, listTargets } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The targets of the programme. */
export const load: PageServerLoad = async (event) => ({ targets: await run(event, listTargets, {}), today: event.locals.ctx.today, requestId: newId() });

export const actions: Actions = {
  export: async (event) => {
    const result = await submit(exportTargets, event.locals.ctx, await event.request.formData());
    if (!result.ok) return result.failure;
    redirect(303, `/documents/${result.output.documentId}`);
  },
};
