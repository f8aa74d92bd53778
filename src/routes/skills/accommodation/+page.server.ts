import { newId } from '#base/id/index.ts';
import { askAccommodation, readAccommodation } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the asker needs for sitting. */
export const load: PageServerLoad = async (event) => ({ mine: await read(event, readAccommodation, { personId: signedIn(event) }), requestId: newId() });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(askAccommodation, locals.ctx, await request.formData());
    return answer.ok ? { saved: true } : answer.failure;
  },
};
