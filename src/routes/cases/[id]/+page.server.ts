import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { caseAssign, caseRead, caseStep } from '#kernel/case/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A case: where it stands, what can be done, what was done. */
export const load: PageServerLoad = async (event) => ({ ...(await run(event, caseRead, { id: event.params.id })), today: event.locals.ctx.today, requestId: newId() });

export const actions: Actions = {
  assign: async (event) => {
    const result = await submit(caseAssign, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    if (!result.ok) return result.failure;
    redirect(303, `/cases/${event.params.id}`);
  },
  step: async (event) => {
    const result = await submit(caseStep, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    if (!result.ok) return result.failure;
    redirect(303, `/cases/${event.params.id}`);
  },
};
