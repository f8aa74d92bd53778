import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { changePlan, listUnitsToChoose, previewPlan, readPlan } from '#modules/programme/index.ts';
import { carryOut, checkReasoned, textOf, typedOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { BASES, GOALS, planInput } from '../../form.ts';

/** The form of a programme with what it says now. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'programme.edit-targets');
  const { plan } = await run(event, readPlan, { key: event.params.key });
  return { plan, units: await run(event, listUnitsToChoose, {}), bases: Math.max(BASES, plan.bases.length), goals: GOALS, requestId: newId() };
};

export const actions: Actions = {
  check: async ({ request, locals }) => {
    const form = await request.formData();
    const { input, fieldOf } = planInput(form);
    return checkReasoned(previewPlan, locals.ctx, form, input, fieldOf);
  },
  again: async ({ request }) => ({ typed: typedOf(await request.formData()) }),
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const { input, fieldOf } = planInput(form);
    const given = { ...input, key: params.key, seen: Number(textOf(form, 'seen')), retired: textOf(form, 'retired') === 'yes', reason: textOf(form, 'reason') };
    const result = await carryOut(changePlan, locals.ctx, form, given, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/programmes/${params.key}?done`);
  },
};
