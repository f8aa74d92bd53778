import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listOwnUnits } from '#modules/directory/index.ts';
import { createSession, listSessions } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { mustHave } from '../allowed.ts';
import type { Actions, PageServerLoad } from './$types';

/** Certification sessions for whoever runs them, and the form for a new one. */
export const load: PageServerLoad = async (event) => {
  const personId = signedIn(event);
  mustHave(event, 'skills.run-sessions');
  const { ctx } = event.locals;
  return { sessions: await read(event, listSessions, {}), units: await listOwnUnits(ctx.db, personId, ctx.today, ctx.locale), today: ctx.today, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(createSession, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/skills/sessions/${answer.output.id}`) : answer.failure;
  },
};
