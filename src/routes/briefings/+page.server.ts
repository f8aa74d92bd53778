import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listBriefingsOperation, makeBriefing } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The briefings that were kept. */
export const load: PageServerLoad = async (event) => ({ ...(await run(event, listBriefingsOperation, {})), requestId: newId() });

export const actions: Actions = {
  default: async (event) => {
    const result = await submit(makeBriefing, event.locals.ctx, await event.request.formData());
    if (!result.ok) return result.failure;
    redirect(303, `/briefings/${result.output.id}?done=made`);
  },
};
