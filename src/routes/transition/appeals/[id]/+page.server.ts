import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import { listCaseLetters, readAppeal } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { placeOf } from '../../under.ts';
import type { Actions, PageServerLoad } from './$types';

/** An appeal: its grounds, where it stands, what comes next. */
export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  return {
    whole: await run(event, caseRead, { id }),
    grounds: await run(event, readAppeal, { id }),
    letters: await run(event, listCaseLetters, { caseId: id }),
    menuEntry: placeOf(event.locals.ctx),
    requestId: newId(),
  };
};

export const actions: Actions = {
  step: async ({ locals, request, params: { id } }) => {
    const result = await submit(caseStep, locals.ctx, await request.formData(), { id });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/appeals/${id}`);
  },
};
