import { redirect, type RequestEvent } from '@sveltejs/kit';
import { answerTask, finishTask, openTask } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { answerOf } from '../learning/answer.ts';

type Asking = Pick<RequestEvent, 'locals' | 'request' | 'url'>;
type Who = { id: string; link?: string };

/** The three acts of a task, each leading back to its page; `who` names the line, and the personal link that stands for signing in. */
export function stepsOf<E extends Asking>(who: (event: E) => Who) {
  const done = (event: E): never => redirect(303, event.url.pathname);
  return {
    open: async (event: E) => {
      const answer = await submit(openTask, event.locals.ctx, await event.request.formData(), who(event));
      return answer.ok ? done(event) : answer.failure;
    },
    read: async (event: E) => {
      const answer = await submit(finishTask, event.locals.ctx, await event.request.formData(), who(event));
      return answer.ok ? done(event) : answer.failure;
    },
    answer: async (event: E) => {
      const form = await event.request.formData();
      const answer = await submit(answerTask, event.locals.ctx, form, { ...who(event), answer: answerOf(form) });
      return answer.ok ? done(event) : answer.failure;
    },
  };
}
