import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { createCourse } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of a new course. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.author');
  return { ...(await unitsWith(event, 'learning.author')), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(createCourse, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/learning/authoring/${answer.output.course}`) : answer.failure;
  },
};
