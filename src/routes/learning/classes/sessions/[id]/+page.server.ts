import { redirect, type RequestEvent as AnyEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { dropAttendance, noteAttendance, readClassList, settleSession } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who was at a session. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const list = await read(event, readClassList, { id: event.params.id });
  return { list, today: event.locals.ctx.today, done: event.url.searchParams.get('done'), requestId: newId() };
};

const backTo = ({ params }: Pick<AnyEvent, 'params'>, done: string): never => redirect(303, `/learning/classes/sessions/${params['id'] ?? ''}?done=${done}`);

export const actions: Actions = {
  note: async (event) => {
    const answer = await submit(noteAttendance, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? backTo(event, 'noted') : answer.failure;
  },
  drop: async (event) => {
    const answer = await submit(dropAttendance, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? backTo(event, 'dropped') : answer.failure;
  },
  settle: async (event) => {
    const answer = await submit(settleSession, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? backTo(event, 'settled') : answer.failure;
  },
};
