import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { markHandIn, readHandIn, returnHandIn, richOf } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Something handed in, to be marked. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { brief, ...given } = await read(event, readHandIn, { id: event.params.id });
  return { ...given, brief: richOf(brief), requestId: newId() };
};

export const actions: Actions = {
  mark: async ({ request, locals, params }) => {
    const form = await request.formData();
    const criteria = [...form.keys()].filter((name) => name.startsWith('reason-')).map((name) => name.slice('reason-'.length));
    const chosen = criteria.filter((id) => form.get(`level-${id}`) !== null);
    const marks = chosen.map((criterion) => ({ criterion, level: form.get(`level-${criterion}`), reason: String(form.get(`reason-${criterion}`) ?? '').trim() }));
    const answer = await submit(markHandIn, locals.ctx, form, { id: params.id, marks });
    return answer.ok ? redirect(303, '/learning/hand-ins?done=marked') : answer.failure;
  },
  return: async ({ request, locals, params }) => {
    const answer = await submit(returnHandIn, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, '/learning/hand-ins?done=returned') : answer.failure;
  },
};
