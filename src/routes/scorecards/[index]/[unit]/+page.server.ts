import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { exportScorecard, readScorecard } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { yearOf } from '#web/scores.ts';
import type { Actions, PageServerLoad } from './$types';

/** The scorecard of a unit for an index and year. */
export const load: PageServerLoad = async (event) => {
  const { year, years } = await yearOf(event, event.params.index);
  return { card: await run(event, readScorecard, { index: event.params.index, year, unitId: event.params.unit }), years, requestId: newId() };
};

export const actions: Actions = {
  export: async (event) => {
    const { year } = await yearOf(event, event.params.index);
    const input = { index: event.params.index, year, unitId: event.params.unit };
    const result = await submit(exportScorecard, event.locals.ctx, await event.request.formData(), input);
    if (!result.ok) return result.failure;
    redirect(303, `/documents/${result.output.documentId}`);
  },
};
