import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { changeMeeting, readMeeting } from '#modules/programme/index.ts';
import { carryOut, numberFrom, textOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { fieldOf, meetingInput } from '../../form.ts';

/** The form of a change of a meeting. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'programme.run-meetings');
  return { meeting: await run(event, readMeeting, { id: event.params.id }), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const own = { id: params.id, number: numberFrom(textOf(form, 'number')), cancelled: textOf(form, 'cancelled') === 'yes', reason: textOf(form, 'reason') };
    const result = await carryOut(changeMeeting, locals.ctx, form, { ...meetingInput(form), ...own }, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/meetings/${params.id}?done=saved`);
  },
};
