import { redirect, type RequestEvent } from '@sveltejs/kit';
import { isId, newId } from '#base/id/index.ts';
import { createClass, findForUnit, listCourses } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import { lookedFor, looksFor, refusedWithPeople, type Finder } from '../choice.ts';
import { peopleIn } from '../codes.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of a class. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.assign');
  const courses = (await read(event, listCourses, {})).map(({ id, title }) => ({ id, title }));
  return { ...(await unitsWith(event, 'learning.assign')), courses, requestId: newId() };
};

/** Looks for people in the unit for which the class shall be. */
function finderOf(event: RequestEvent, form: FormData): Finder {
  const unitId = String(form.get('unitId') ?? '');
  return async (asked) => (isId(unitId) ? read(event, findForUnit, { unitId, ...asked }) : { found: [], more: false, chosen: [] });
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const finder = finderOf(event, form);
    if (looksFor(form, 'trainers')) return lookedFor(finder, form, 'trainers');
    const trainers = peopleIn(form, 'trainers');
    const answer = await submit(createClass, event.locals.ctx, form, { trainers });
    return answer.ok ? redirect(303, `/learning/classes/${answer.output.id}?done=opened`) : refusedWithPeople(finder, form, 'trainers', answer.failure);
  },
};
