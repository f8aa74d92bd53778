import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { createCurriculum, listCourses } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import { partsOf, renewalsOf } from './parts.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of a curriculum. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.assign');
  const { units } = await unitsWith(event, 'learning.assign');
  return { units, courses: await read(event, listCourses, {}), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await submit(createCurriculum, locals.ctx, form, { parts: partsOf(form), renewals: renewalsOf(form) });
    return answer.ok ? redirect(303, `/learning/curricula/${answer.output.id}?created=yes`) : answer.failure;
  },
};
