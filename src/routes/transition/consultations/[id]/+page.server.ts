import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import { listInitiatives } from '#modules/programme/index.ts';
import { listCaseLetters, readConsultation, writeStatement } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A consultation: what either side wrote, what can be written now, what comes next. */
export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  const consultation = await run(event, readConsultation, { id });
  const { initiatives } = await run(event, listInitiatives, {});
  const key = initiatives.find((one) => one.id === consultation.initiative)?.key;
  return {
    whole: await run(event, caseRead, { id }),
    consultation,
    file: key === undefined ? undefined : `/transition/${consultation.about}/${key}?version=${consultation.version}`,
    letters: await run(event, listCaseLetters, { caseId: id }),
    requestId: newId(),
  };
};

export const actions: Actions = {
  step: async ({ locals, request, params: { id } }) => {
    const result = await submit(caseStep, locals.ctx, await request.formData(), { id });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/consultations/${id}`);
  },
  write: async ({ locals, request, params: { id } }) => {
    const result = await submit(writeStatement, locals.ctx, await request.formData(), { id });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/consultations/${id}#written`);
  },
};
