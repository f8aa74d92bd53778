import { fail, redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { ITEM_KINDS } from '#content/skills/item.ts';
import { perform } from '#kernel/operation/index.ts';
import { itemFields, readMessage, saveItem } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { fieldAt, itemFrom } from './item.ts';
import type { Actions, PageServerLoad } from './$types';

/** A new question of a message, whose kind is chosen before its words are written, or one that is changed. */
export const load: PageServerLoad = async (event) => {
  const { body, items } = await read(event, readMessage, { id: event.params.id });
  const kinds = ITEM_KINDS.filter((kind) => kind !== 'task');
  const changed = items.find(({ itemId }) => itemId === event.url.searchParams.get('item'))?.item;
  return {
    id: event.params.id,
    title: body.text.vi.title,
    points: body.text.vi.points,
    kinds,
    kind: changed?.kind ?? kinds.find((kind) => kind === event.url.searchParams.get('kind')) ?? 'single',
    changed: changed?.id ?? null,
    fields: changed === undefined ? { family: event.url.searchParams.get('family') ?? '' } : itemFields(changed),
    requestId: newId(),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const { items } = await perform(readMessage, locals.ctx, { id: params.id });
    const item = itemFrom(form, items);
    const answer = await submit(saveItem, locals.ctx, form, { id: params.id, item });
    if (answer.ok) redirect(303, `/campaigns/messages/${params.id}#questions`);
    const { data, status } = answer.failure;
    const placed = data.errors.map((error) => ({ ...error, at: fieldAt(error.at) }));
    return fail(status, { ...data, errors: [...Map.groupBy(placed, ({ at }) => at).values()].flatMap((group) => group.slice(0, 1)) });
  },
};
