import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { excuseLine, listContact, noteHelp } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../learning/units.ts';
import type { Actions, PageServerLoad } from './$types';

/** Whom I should speak to today. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.help-unit');
  const { units, unit } = await unitsWith(event, 'campaigns.help-unit');
  const page = Math.max(1, Math.min(10_000, Number.parseInt(event.url.searchParams.get('page') ?? '', 10) || 1));
  const list = unit === undefined ? undefined : await read(event, listContact, { unitId: unit.id, page });
  return { units, unit, list, requestId: newId(), done: event.url.searchParams.has('done') };
};

export const actions: Actions = {
  help: async ({ request, locals }) => {
    const answer = await submit(noteHelp, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, '/campaigns/contact?done=yes') : answer.failure;
  },
  excuse: async ({ request, locals }) => {
    const answer = await submit(excuseLine, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, '/campaigns/contact?done=yes') : answer.failure;
  },
};
