import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { handLetters, listLetters } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../../learning/units.ts';
import type { Actions, PageServerLoad } from './$types';

/** The letters of a unit that wait. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.help-unit');
  const { units, unit } = await unitsWith(event, 'campaigns.help-unit');
  const letters = unit === undefined ? [] : await read(event, listLetters, { unitId: unit.id });
  return { units, unit, letters, requestId: newId(), done: event.url.searchParams.has('done') };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await submit(handLetters, locals.ctx, form);
    return answer.ok ? redirect(303, `/campaigns/contact/letters?unit=${String(form.get('unitId') ?? '')}&done=yes`) : answer.failure;
  },
};
