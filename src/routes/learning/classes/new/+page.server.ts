import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { createClass, listCourses } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import { codesIn } from '../codes.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of a class. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.assign');
  const courses = (await read(event, listCourses, {})).map(({ id, title }) => ({ id, title }));
  return { ...(await unitsWith(event, 'learning.assign')), courses, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const trainers = codesIn(form, 'trainers');
    const answer = await submit(createClass, locals.ctx, form, trainers.length === 0 ? {} : { trainers });
    return answer.ok ? redirect(303, `/learning/classes/${answer.output.id}?done=opened`) : answer.failure;
  },
};
