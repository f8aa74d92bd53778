import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { addFile, decideMessage, readMessage, reviewItem, submitMessage } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** A message for its authors and for the second person. */
export const load: PageServerLoad = async (event) => {
  const asked = event.url.searchParams.get('asked');
  return { message: await read(event, readMessage, { id: event.params.id }), asked: asked !== null && /^\d{1,7}$/.test(asked) ? Number(asked) : null, requestId: newId() };
};

const back = ({ params }: RequestEvent): never => redirect(303, `/campaigns/messages/${params.id}`);

export const actions: Actions = {
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
