import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { handLetters, listHandedLetters, listLetters, takeBackLetters } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../../learning/units.ts';
import type { Actions, PageServerLoad } from './$types';

/** The letters of a unit that wait, and those that the asker noted as handed over today. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.help-unit');
  const { units, unit } = await unitsWith(event, 'campaigns.help-unit');
  const letters = unit === undefined ? [] : await read(event, listLetters, { unitId: unit.id });
  const handed = unit === undefined ? [] : await read(event, listHandedLetters, { unitId: unit.id });
  return { units, unit, letters, handed, requestId: newId(), done: event.url.searchParams.get('done') };
};

const back = (form: FormData, done: string): never => redirect(303, `/campaigns/contact/letters?unit=${String(form.get('unitId') ?? '')}&done=${done}`);

export const actions: Actions = {
  hand: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await submit(handLetters, locals.ctx, form);
    return answer.ok ? back(form, 'yes') : answer.failure;
  },
  back: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await submit(takeBackLetters, locals.ctx, form);
    return answer.ok ? back(form, 'back') : answer.failure;
  },
};
