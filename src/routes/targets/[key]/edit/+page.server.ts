import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { changeTarget, previewTarget, readTarget } from '#modules/programme/index.ts';
import { carryOut, checkReasoned, textOf, typedOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { choicesFor, CO_UNITS, ROWS, targetInput } from '../../form.ts';

/** The form of a target with what it says now. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'programme.edit-targets');
  return { ...(await choicesFor(event)), now: await run(event, readTarget, { key: event.params.key }), rows: ROWS, coUnits: CO_UNITS, requestId: newId() };
};

export const actions: Actions = {
  check: async (event) => {
    const form = await event.request.formData();
    const { input, fieldOf } = targetInput(form);
    const { target } = await run(event, readTarget, { key: event.params.key });
    return checkReasoned(previewTarget, event.locals.ctx, form, { ...input, plan: target.plan.key }, fieldOf);
  },
  again: async ({ request }) => ({ typed: typedOf(await request.formData()) }),
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const { input, fieldOf } = targetInput(form);
    const given = { ...input, key: params.key, seen: Number(textOf(form, 'seen')), reason: textOf(form, 'reason') };
    const result = await carryOut(changeTarget, locals.ctx, form, given, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/targets/${params.key}?done=target`);
  },
};
