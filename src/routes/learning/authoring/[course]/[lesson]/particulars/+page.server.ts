import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { LESSON_FIELDS, readDraftLesson, saveLesson } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { fieldsIn } from '../../../fields.ts';
import type { Actions, PageServerLoad } from './$types';

/** The particulars of a lesson of a draft. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { course, lesson: id } = event.params;
  const { lesson, revision, faults, courseTitle, state } = await read(event, readDraftLesson, { course, lesson: id });
  return { course, id, fields: lesson.fields, specs: LESSON_FIELDS, revision, faults: faults.filter(({ block }) => block === null), courseTitle, state, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer = await submit(saveLesson, locals.ctx, form, { course: params.course, lesson: params.lesson, fields: fieldsIn(form, LESSON_FIELDS) });
    return answer.ok ? redirect(303, `/learning/authoring/${params.course}/${params.lesson}?saved=yes`) : answer.failure;
  },
};
