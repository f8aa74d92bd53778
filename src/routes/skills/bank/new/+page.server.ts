import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { ITEM_KINDS } from '#content/skills/item.ts';
import { mustHave } from '../../allowed.ts';
import { keepTyped, previewOf } from '../item-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** First the kind is chosen, then the form of that kind is filled in. */
export const load: PageServerLoad = (event) => {
  mustHave(event, 'skills.edit-items');
  return { kinds: ITEM_KINDS, kind: ITEM_KINDS.find((one) => one === event.url.searchParams.get('kind')) ?? null, requestId: newId() };
};

export const actions: Actions = {
  preview: async (event) => {
    mustHave(event, 'skills.edit-items');
    return previewOf(await event.request.formData());
  },
  save: async ({ request, locals }) => {
    const answer = await keepTyped(locals.ctx, await request.formData());
    if (!('id' in answer)) return answer;
    redirect(303, `/skills/bank/${answer.id}?done=yes`);
  },
};
