import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { countAwaitingReview, joinSession, listOwnSessions } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The sessions one is booked for, and the field for the room code. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { sessions: await read(event, listOwnSessions, {}), awaiting: await countAwaitingReview(event.locals.ctx.db), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(joinSession, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/skills/sittings/${answer.output.sitting}`) : answer.failure;
  },
};
