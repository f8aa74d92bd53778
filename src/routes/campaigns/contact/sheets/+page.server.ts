import { fail, redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { enterSheet, partsOf } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';

/** Entering answer sheets, one after the other. */
export const load: PageServerLoad = (event) => {
  mayOrErrorPage(event, 'campaigns.help-unit');
  const { searchParams: query } = event.url;
  const numberOf = (name: string): number => Number(query.get(name) ?? 0);
  return { requestId: newId(), last: query.get('last'), n: numberOf('n'), left: numberOf('left') };
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
