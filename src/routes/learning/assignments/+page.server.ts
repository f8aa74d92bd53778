import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { endAssignment, excuseAudience, listAssignments, REMINDERS } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { UNIT_CHOICES } from './new/draft.ts';
import { looked, looksForUnits, refusedWithUnits, unitsIn } from './new/units.ts';
import type { Actions, PageServerLoad } from './$types';

/** The assignments of my units. */
export const load: PageServerLoad = async (event) => {
  const [people, left, excused] = ['people', 'left', 'excused'].map((name) => event.url.searchParams.get(name));
  const mayTeam = mayAnywhere(event.locals.ctx.actor, 'learning.see-team');
  return { assignments: await read(event, listAssignments, {}), mayTeam, people, left, excused, reminders: REMINDERS, requestId: newId() };
};

export const actions: Actions = {
  excuse: async (event) => {
    const { request, locals } = event;
    const form = await request.formData();
    if (looksForUnits(form)) return looked(event, form, (await read(event, listAssignments, {})).find(({ id }) => id === form.get('id'))?.unitId);
    const units = unitsIn(form);
    const unitKinds = UNIT_CHOICES.filter((kind) => form.getAll('unitKinds').includes(kind));
    const answer = await submit(excuseAudience, locals.ctx, form, {
      audience: { include: [{ ...(units.length === 0 ? {} : { units }), ...(unitKinds.length === 0 ? {} : { unitKinds }) }], exclude: [] },
    });
    return answer.ok ? redirect(303, `/learning/assignments?excused=${answer.output.excused}`) : refusedWithUnits(event, form, answer.failure);
  },
  end: async ({ request, locals }) => {
    const answer = await submit(endAssignment, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/learning/assignments?left=${answer.output.left}`) : answer.failure;
  },
};
