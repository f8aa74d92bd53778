import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { assignCourse, listCourses, listCurricula, previewAudience } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import { audienceOf, draftOf, faultsOf, whatOf } from './draft.ts';
import { unitChoice } from './units.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of an assignment, and once it is filled in who is meant. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.assign');
  const { units, unit } = await unitsWith(event, 'learning.assign');
  const courses = (await read(event, listCourses, {})).map(({ id, title }) => ({ value: `k.${id}`, label: title }));
  const curricula = (await read(event, listCurricula, {})).map(({ id, title }) => ({ value: `c.${id}`, label: event.locals.t('learning-who.what-curriculum', { title }) }));
  const draft = draftOf({ url: event.url, today: event.locals.ctx.today });
  const choices = [...courses, ...curricula];
  const chosen = choices.find(({ value }) => value === draft.what);
  const faults = faultsOf(draft, choices, event.locals.ctx.today);
  const single = await unitChoice(event, draft, unit?.id);
  const preview = draft.asked && faults.length === 0 && unit ? await read(event, previewAudience, { unitId: unit.id, audience: audienceOf(draft) }) : undefined;
  return { units, unit, choices, draft, chosen, faults, single, preview, requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const { unit } = await unitsWith(event, 'learning.assign');
    const { what, starts, dueDays, reason, ...kinds } = draftOf({ url: event.url, today: event.locals.ctx.today });
    const answer = await submit(assignCourse, event.locals.ctx, form, { ...whatOf(what), unitId: unit?.id, starts, dueDays, reason, audience: audienceOf(kinds) });
    return answer.ok ? redirect(303, `/learning/assignments?people=${answer.output.people}`) : answer.failure;
  },
};
