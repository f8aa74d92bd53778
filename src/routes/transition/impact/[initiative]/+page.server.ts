import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { openConsultation, readAssessment, readProgress } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { initiativeOf, orNull, versionIn } from '../../initiative.ts';
import type { Actions, PageServerLoad } from './$types';

/** What an initiative means for people, and what comes next. */
export const load: PageServerLoad = async (event) => {
  const initiative = await initiativeOf(event);
  const asked = versionIn(event.url);
  const progress = await run(event, readProgress, { initiative: initiative.id });
  return { initiative, progress, asked, assessment: await orNull(event, readAssessment, { initiative: initiative.id, ...asked }), requestId: newId() };
};

export const actions: Actions = {
  send: async (event) => {
    const { id, title } = await initiativeOf(event);
    const result = await submit(openConsultation, event.locals.ctx, await event.request.formData(), { initiative: id, title });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/consultations/${result.output.id}`);
  },
};
