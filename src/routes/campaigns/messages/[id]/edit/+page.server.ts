import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { readMessage } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import { fieldsFrom } from '../../message-form.ts';
import { keepMessage } from '../../save.ts';
import type { Actions, PageServerLoad } from './$types';

/** A message to be changed: as a draft again, or as its next version. */
export const load: PageServerLoad = async (event) => {
  const { id, body, state, version, changed, changedWhy } = await read(event, readMessage, { id: event.params.id });
  // What was marked in a draft stays marked; a new version begins without marks.
  const marks: Record<string, string> = state === 'draft' ? { changed: changed.join(' '), changedWhy: changedWhy ?? '' } : {};
  const points = state === 'approved' || version > 1 ? body.text.vi.points : [];
  return { id, title: body.text.vi.title, fields: { ...fieldsFrom(body), ...marks }, points, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const answer = await keepMessage(locals.ctx, await request.formData(), params.id);
    return 'id' in answer ? redirect(303, `/campaigns/messages/${answer.id}`) : answer;
  },
};
