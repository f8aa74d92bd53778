import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { fieldsOf, readItem } from '#modules/skills/index.ts';
import { load as read } from '#web/load.ts';
import { mustHave } from '../../../allowed.ts';
import { keepTyped, previewOf } from '../../item-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** The newest version of an item, to be changed. */
export const load: PageServerLoad = async (event) => {
  const { id, versions } = await read(event, readItem, { id: event.params.id });
  const [newest] = versions;
  return {
    id,
    kind: newest?.item.kind ?? '',
    fields: newest === undefined ? {} : fieldsOf(newest.item),
    basedOn: newest?.digest ?? '',
    editable: newest?.editable ?? false,
    requestId: newId(),
  };
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
