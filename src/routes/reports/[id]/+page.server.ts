import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { appraiseReport, readReport, withdrawReport } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** One reported value: evidence, appraisal, history. */
export const load: PageServerLoad = async (event) => ({
  ...(await run(event, readReport, { id: event.params.id })),
  requestId: newId(),
  done: event.url.searchParams.get('done'),
});

export const actions: Actions = {
  appraise: async (event) => {
    const form = await event.request.formData();
    const value = Number(
      String(form.get('value') ?? '')
        .trim()
        .replace(',', '.') || Number.NaN,
    );
    const fixed = { id: event.params.id, ...(Number.isNaN(value) || form.get('outcome') !== 'changed' ? { value: undefined } : { value }) };
    const result = await submit(appraiseReport, event.locals.ctx, form, fixed);
    if (!result.ok) return result.failure;
    redirect(303, `/reports/${event.params.id}?done=appraised`);
  },
  withdraw: async (event) => {
    const result = await submit(withdrawReport, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    if (!result.ok) return result.failure;
    redirect(303, `/reports/${event.params.id}?done=withdrawn`);
  },
};
