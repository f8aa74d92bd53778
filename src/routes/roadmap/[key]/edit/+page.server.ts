import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { changeInitiative, previewInitiative, readInitiative } from '#modules/programme/index.ts';
import { carryOut, checkReasoned, textOf, typedOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { choicesFor, initiativeInput, ROWS } from '../../form.ts';

/** The form of an initiative with what it says now, and room for more. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'programme.edit-roadmap');
  const now = await run(event, readInitiative, { key: event.params.key });
  const { milestones, targets, dependsOn } = now.initiative;
  const rows = {
    milestones: milestones.length + 4,
    risks: now.risks.length + 2,
    targets: Math.max(ROWS.targets, targets.length + 1),
    needs: Math.max(ROWS.needs, dependsOn.length + 1),
  };
  return { ...(await choicesFor(event)), now, rows, requestId: newId() };
};

export const actions: Actions = {
  check: async ({ request, locals, params }) => {
    const form = await request.formData();
    const { input, fieldOf } = initiativeInput(form);
    return checkReasoned(previewInitiative, locals.ctx, form, { ...input, key: params.key }, fieldOf);
  },
  again: async ({ request }) => ({ typed: typedOf(await request.formData()) }),
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const { input, fieldOf } = initiativeInput(form);
    const result = await carryOut(changeInitiative, locals.ctx, form, { ...input, key: params.key, seen: Number(textOf(form, 'seen')), reason: textOf(form, 'reason') }, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/roadmap/${params.key}?done=changed`);
  },
};
