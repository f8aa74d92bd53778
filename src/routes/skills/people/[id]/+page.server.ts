import { newId } from '#base/id/index.ts';
import { grantAccommodation, listResults, readAccommodation } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Results of somebody else, for whoever may see them: the reason is asked before, and the person sees the look. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const personId = event.params.id;
  return { ...(await read(event, listResults, { personId })), accommodation: await read(event, readAccommodation, { personId }), personId, requestId: newId() };
};

export const actions: Actions = {
  grant: async ({ request, locals, params }) => {
    const answer = await submit(grantAccommodation, locals.ctx, await request.formData(), { personId: params.id });
    return answer.ok ? { granted: true } : answer.failure;
  },
};
