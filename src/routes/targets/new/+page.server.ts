import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { addTarget, previewTarget } from '#modules/programme/index.ts';
import { carryOut, checkReasoned, textOf, typedOf } from '#web/answers.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { choicesFor, CO_UNITS, ROWS, targetInput } from '../form.ts';

/** The form of a new target; the address may name the programme. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'programme.edit-targets');
  return { ...(await choicesFor(event)), plan: event.url.searchParams.get('plan') ?? '', rows: ROWS, coUnits: CO_UNITS, requestId: newId() };
};

export const actions: Actions = {
  check: async ({ request, locals }) => {
    const form = await request.formData();
    const { input, fieldOf } = targetInput(form);
    return checkReasoned(previewTarget, locals.ctx, form, { ...input, plan: textOf(form, 'plan') }, fieldOf);
  },
  again: async ({ request }) => ({ typed: typedOf(await request.formData()) }),
  save: async ({ request, locals }) => {
    const form = await request.formData();
    const { input, fieldOf } = targetInput(form);
    const result = await carryOut(addTarget, locals.ctx, form, { ...input, plan: textOf(form, 'plan'), reason: textOf(form, 'reason') }, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/targets/${result.output.key}?done=target`);
  },
};
