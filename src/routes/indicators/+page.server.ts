import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { exportIndicators, MEASURES, searchIndicators } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { dayOf, load as run, pageOf } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The catalogue of indicators, searched and filtered. */
export const load: PageServerLoad = async (event) => {
  const asked = (name: string): string => event.url.searchParams.get(name)?.trim() ?? '';
  const how = (['counted', 'reported'] as const).find((one) => one === asked('how'));
  const measure = MEASURES.find((one) => one === asked('measure'));
  const retired = asked('retired') === 'yes';
  const filter = { ...(how && { how }), ...(measure && { measure }), ...(retired && { retired }), query: asked('q').slice(0, 100) };
  const found = await run(event, searchIndicators, { ...filter, day: dayOf(event), page: pageOf(event) });
  return { ...found, filter, today: event.locals.ctx.today, requestId: newId(), done: asked('done') };
};

export const actions: Actions = {
  export: async (event) => {
    const result = await submit(exportIndicators, event.locals.ctx, await event.request.formData());
    if (!result.ok) return result.failure;
    redirect(303, `/documents/${result.output.documentId}`);
  },
};
