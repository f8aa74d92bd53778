import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { endAssignment, listAssignments } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The assignments of my units. */
export const load: PageServerLoad = async (event) => {
  const query = event.url.searchParams;
  return { assignments: await read(event, listAssignments, {}), people: query.get('people'), left: query.get('left'), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(endAssignment, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/learning/assignments?left=${answer.output.left}`) : answer.failure;
  },
};
