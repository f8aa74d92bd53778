import { redirect } from '@sveltejs/kit';
import { isDay } from '#base/day/index.ts';
import { isId, newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { exportMembers } from '#kernel/set/index.ts';
import { submit } from '#web/form.ts';
import { dayOf } from '#web/load.ts';
import { readSet } from '#web/set.ts';
import type { Actions, PageServerLoad } from './$types';

/** A figure of a unit on a day: what it means, how it went, how it divides, and the very records it counts. */
export const load: PageServerLoad = async (event) => ({
  ...(await readSet(event, event.params.name)),
  mayPublish: mayAnywhere(event.locals.ctx.actor, 'proof.publish'),
  requestId: newId(),
});

export const actions: Actions = {
  export: async (event) => {
    const form = await event.request.formData();
    const text = (name: string): string => String(form.get(name) ?? '');
    const from = text('from');
    const fixed = { name: text('name'), slice: text('slice'), unitId: isId(text('unitId')) ? text('unitId') : '', day: dayOf(event), ...(isDay(from) ? { from } : {}) };
    const result = await submit(exportMembers, event.locals.ctx, form, fixed);
    if (!result.ok) return result.failure;
    redirect(303, `/exports/${result.output.id}`);
  },
};
