import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { enterSheet, partsOf } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';

/** Entering answer sheets, one after the other. */
export const load: PageServerLoad = (event) => {
  mayOrErrorPage(event, 'campaigns.help-unit');
  const { searchParams: query } = event.url;
  return { requestId: newId(), last: query.get('last'), n: Number(query.get('n') ?? 0) };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await submit(enterSheet, locals.ctx, form, partsOf(String(form.get('entry') ?? '')));
    if (!answer.ok) return answer.failure;
    redirect(303, `/campaigns/contact/sheets?last=${answer.output.code}&n=${answer.output.questions}`);
  },
};
