import { fail, redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { enterSheet, listKeyedSheets, partsOf } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';

/** Entering answer sheets, one after the other. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.help-unit');
  const { searchParams: query } = event.url;
  const numberOf = (name: string): number => Number(query.get(name) ?? 0);
  const corrected = { code: query.get('corrected'), places: (query.get('places') ?? '').split('-').join(', ') };
  return { requestId: newId(), last: query.get('last'), n: numberOf('n'), left: numberOf('left'), corrected, keyed: await read(event, listKeyedSheets, {}) };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const parts = partsOf(String(form.get('entry') ?? ''), String(form.get('code') ?? ''));
    const answer = await submit(enterSheet, locals.ctx, form, parts);
    if (answer.ok) redirect(303, `/campaigns/contact/sheets?last=${answer.output.code}&n=${answer.output.questions}&left=${answer.output.left}`);
    const { data, status } = answer.failure;
    return fail(status, { ...data, typed: { ...data.typed, code: parts.code } });
  },
};
