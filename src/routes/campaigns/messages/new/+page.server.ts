import { redirect } from '@sveltejs/kit';
import { isId, newId } from '#base/id/index.ts';
import { listNamed, readDocument } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { keepMessage } from '../save.ts';
import type { Actions, PageServerLoad } from './$types';

/** A new message; a document that it explains may be named. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.prepare');
  const asked = event.url.searchParams.get('document') ?? '';
  const documents = await read(event, listNamed, {});
  const named = isId(asked) && !documents.some(({ id }) => id === asked) ? [(await read(event, readDocument, { id: asked })).document] : [];
  return { documents: [...named, ...documents].map(({ id, number, title, kind }) => ({ id, number, title, kind })), document: asked, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await keepMessage(locals.ctx, await request.formData());
    return 'id' in answer ? redirect(303, `/campaigns/messages/${answer.id}`) : answer;
  },
};
