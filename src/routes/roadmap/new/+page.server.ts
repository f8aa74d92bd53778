import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { previewInitiative, proposeInitiative } from '#modules/programme/index.ts';
import { carryOut, checkReasoned, textOf, typedOf } from '#web/answers.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { choicesFor, initiativeInput, ROWS } from '../form.ts';

/** The form of a new initiative; the address may name a target that it serves. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'programme.edit-roadmap');
  return { ...(await choicesFor(event)), target: event.url.searchParams.get('target') ?? '', rows: ROWS, requestId: newId() };
};

export const actions: Actions = {
  check: async ({ request, locals }) => {
    const form = await request.formData();
    const { input, fieldOf } = initiativeInput(form);
    return checkReasoned(previewInitiative, locals.ctx, form, input, fieldOf);
  },
  again: async ({ request }) => ({ typed: typedOf(await request.formData()) }),
  save: async ({ request, locals }) => {
    const form = await request.formData();
    const { input, fieldOf } = initiativeInput(form);
    const result = await carryOut(proposeInitiative, locals.ctx, form, { ...input, reason: textOf(form, 'reason') }, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/roadmap/${result.output.key}?done=proposed`);
  },
};
