import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { bookPeople, changePlace, moveSessionOperation, neutraliseItem, noteIncident, pauseSession, readSession } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A session for its invigilator. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { ...(await read(event, readSession, { id: event.params.id })), maySee: mayAnywhere(event.locals.ctx.actor, 'skills.see-results'), requestId: newId() };
};

export const actions: Actions = {
  book: async ({ request, locals, params }) => {
    const answer = await submit(bookPeople, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? { done: 'booked', n: answer.output.booked } : answer.failure;
  },
  place: async ({ request, locals, params }) => {
    const answer = await submit(changePlace, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? { done: answer.output.to, n: 1 } : answer.failure;
  },
  move: async ({ request, locals, params }) => {
    const answer = await submit(moveSessionOperation, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? { done: answer.output.state, n: 1 } : answer.failure;
  },
  pause: async ({ request, locals, params }) => {
    const answer = await submit(pauseSession, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? { done: 'paused', n: answer.output.people } : answer.failure;
  },
  note: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer =
      form.has('number') && form.get('number') !== ''
        ? await submit(neutraliseItem, locals.ctx, form, { id: params.id })
        : await submit(noteIncident, locals.ctx, form, { id: params.id });
    return answer.ok ? { done: 'noted', n: 1 } : answer.failure;
  },
};
