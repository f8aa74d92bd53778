import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { issueCode, listCodes } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../../learning/units.ts';
import type { Actions, PageServerLoad } from './$types';

/** Codes for a shared computer. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.help-unit');
  return { ...(await unitsWith(event, 'campaigns.help-unit')), codes: await read(event, listCodes, {}), requestId: newId(), person: event.url.searchParams.get('person') ?? '' };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await submit(issueCode, locals.ctx, form);
    return answer.ok ? redirect(303, `/campaigns/contact/codes?unit=${String(form.get('unitId') ?? '')}`) : answer.failure;
  },
};
