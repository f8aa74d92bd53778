import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { arrangeMeeting } from '#modules/programme/index.ts';
import { carryOut } from '#web/answers.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { fieldOf, meetingInput } from '../form.ts';

/** The form of a new meeting. */
export const load: PageServerLoad = (event) => {
  mayOrErrorPage(event, 'programme.run-meetings');
  return { requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const result = await carryOut(arrangeMeeting, locals.ctx, form, meetingInput(form), fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/meetings/${result.output.id}?done=saved`);
  },
};
