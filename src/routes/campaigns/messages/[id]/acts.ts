import { redirect } from '@sveltejs/kit';
import { addFile, decideMessage, dropFile, dropMessage, reviewItem, submitMessage, withdrawMessage } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import type { Actions, RequestEvent } from './$types';

const back = ({ params }: RequestEvent): never => redirect(303, `/campaigns/messages/${params.id}`);

/** What author and second person do with a message. */
export const messageActions: Actions = {
  submit: async (event) => {
    const answer = await submit(submitMessage, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? back(event) : answer.failure;
  },
  decide: async (event) => {
    const answer = await submit(decideMessage, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    if (!answer.ok) return answer.failure;
    const { state, askedAgain } = answer.output;
    redirect(303, `/campaigns/messages/${event.params.id}${state === 'approved' ? `?asked=${askedAgain}` : ''}`);
  },
  withdraw: async (event) => {
    const answer = await submit(withdrawMessage, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? back(event) : answer.failure;
  },
  drop: async (event) => {
    const answer = await submit(dropMessage, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    if (!answer.ok) return answer.failure;
    return answer.output.gone ? redirect(303, '/campaigns/messages?dropped=yes') : back(event);
  },
  unfile: async (event) => {
    const answer = await submit(dropFile, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? back(event) : answer.failure;
  },
  review: async (event) => {
    const answer = await submit(reviewItem, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? back(event) : answer.failure;
  },
  file: async (event) => {
    const form = await event.request.formData();
    const file = form.get('file');
    const sent = file instanceof File ? { name: file.name || 'file', content: Buffer.from(await file.arrayBuffer()).toString('base64') } : {};
    const answer = await submit(addFile, event.locals.ctx, form, { id: event.params.id, ...sent });
    return answer.ok ? back(event) : answer.failure;
  },
};
