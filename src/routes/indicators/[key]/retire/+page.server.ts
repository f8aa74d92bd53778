import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { readIndicator, retireIndicator } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Ends an indicator from a day on. */
export const load: PageServerLoad = async (event) => {
  const { versions, indicator } = await run(event, readIndicator, { key: event.params.key });
  return { indicator, basedOn: versions[0]?.number ?? 1, today: event.locals.ctx.today, requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const result = await submit(retireIndicator, event.locals.ctx, await event.request.formData(), { key: event.params.key });
    if (!result.ok) return result.failure;
    redirect(303, `/indicators/${event.params.key}?done=retired`);
  },
};
