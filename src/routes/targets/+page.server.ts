import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { exportTargets, listPlans, listTargets, listUnitsToChoose } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run, pageOf } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';
import { filtersOf } from './filters.ts';

/** The targets of all programmes, as the address narrows them. */
export const load: PageServerLoad = async (event) => {
  const filters = filtersOf(event.url.searchParams);
  const [list, { plans }, units] = await Promise.all([
    run(event, listTargets, { ...filters, page: pageOf(event), limit: 25 }),
    run(event, listPlans, {}),
    run(event, listUnitsToChoose, {}),
  ]);
  return { ...list, filters, plans, units, today: event.locals.ctx.today, requestId: newId() };
};

export const actions: Actions = {
  export: async (event) => {
    const result = await submit(exportTargets, event.locals.ctx, await event.request.formData(), filtersOf(event.url.searchParams));
    if (!result.ok) return result.failure;
    redirect(303, `/documents/${result.output.documentId}`);
  },
};
