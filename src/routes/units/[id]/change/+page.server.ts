import { redirect } from '@sveltejs/kit';
import { parseDay } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { changeUnit, readUnit } from '#modules/directory/index.ts';
import { refuse, submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { unitTyped } from '../../choose.ts';
import type { Actions, PageServerLoad } from './$types';

/** The unit as it stands today. */
export const load: PageServerLoad = async (event) => ({
  request: newId(),
  unit: await run(event, readUnit, { id: event.params.id, day: event.locals.ctx.today }),
});

export const actions: Actions = {
  default: async ({ locals, request, params }) => {
    const form = await request.formData();
    try {
      const parentId = await unitTyped(locals.ctx, form, 'parent', parseDay(String(form.get('day'))) ?? locals.ctx.today);
      const changed = await submit(changeUnit, locals.ctx, form, { id: params.id, ...(parentId === undefined ? {} : { parentId }) });
      if (!changed.ok) return changed.failure;
    } catch (problem) {
      if (problem instanceof Problem) return refuse(problem, form);
      throw problem;
    }
    redirect(303, `/units/${params.id}/history`);
  },
};
