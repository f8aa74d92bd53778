import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { saveDocument } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  mayOrErrorPage(event, 'campaigns.prepare');
  return { requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const audience = form.get('everybody') === 'on' ? { audience: { include: [{}], exclude: [] } } : {};
    const answer = await submit(saveDocument, locals.ctx, form, audience);
    return answer.ok ? redirect(303, `/library/${answer.output.id}`) : answer.failure;
  },
};
