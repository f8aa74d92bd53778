import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { addPlan, listUnitsToChoose, previewPlan } from '#modules/programme/index.ts';
import { carryOut, checkReasoned, textOf, typedOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { BASES, GOALS, planInput } from '../form.ts';

/** The form of a new programme. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'programme.edit-targets');
  return { units: await run(event, listUnitsToChoose, {}), bases: BASES, goals: GOALS, requestId: newId() };
};

export const actions: Actions = {
  check: async ({ request, locals }) => {
    const form = await request.formData();
    const { input, fieldOf } = planInput(form);
    return checkReasoned(previewPlan, locals.ctx, form, input, fieldOf);
  },
  again: async ({ request }) => ({ typed: typedOf(await request.formData()) }),
  save: async ({ request, locals }) => {
    const form = await request.formData();
    const { input, fieldOf } = planInput(form);
    const result = await carryOut(addPlan, locals.ctx, form, { ...input, reason: textOf(form, 'reason') }, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/programmes/${result.output.key}?done`);
  },
};
