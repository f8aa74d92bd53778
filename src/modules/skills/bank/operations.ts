import Type from 'typebox';
import { ITEM_KINDS } from '#content/skills/item.ts';
import { found } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { ITEM_STATES } from './model.ts';
import { findFamily, listEvents, listVersions, searchItems, versionViews } from './read.ts';
import { ItemId, ItemLine, ItemView } from './views.ts';

const closed = { additionalProperties: false };

/** Items of a page of the list. */
const PAGE = 50;

/** The bank, for its authors. */
export const listItems = operation({
  name: 'skills.list-items',
  summary: 'Items of the bank by id, with search and filters, 50 a page; each in its newest version that fits.',
  kind: 'read',
  http: 'GET /skills/items',
  permission: 'skills.edit-items',
  input: Type.Object(
    {
      query: Type.Optional(Type.String({ maxLength: 200, description: 'Words of id, question or outcome; diacritics do not matter' })),
      competence: Type.Optional(Type.String({ pattern: '^[1-5](\\.[1-6])?$', description: 'DigComp competence or area' })),
      band: Type.Optional(Type.Integer({ minimum: 1, maximum: 3, description: '1 basic, 2 intermediate, 3 advanced' })),
      kind: Type.Optional(Type.Enum([...ITEM_KINDS], { description: 'Kind of item' })),
      state: Type.Optional(Type.Enum([...ITEM_STATES], { description: 'State of the version' })),
      family: Type.Optional(Type.String({ maxLength: 120, description: 'Family' })),
      after: Type.Optional(Type.String({ maxLength: 120, description: 'Last id of the page before' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      items: Type.Array(ItemLine),
      total: Type.Integer({ description: 'How many fit in all' }),
      next: Type.Union([Type.String(), Type.Null()], { description: 'What `after` is for the next page; null at the end' }),
    },
    closed,
  ),
  run: async (ctx, filter) => {
    const { items, total } = await searchItems(ctx.db, { ...filter, limit: PAGE + 1 });
    const shown = items.slice(0, PAGE);
    return { items: shown, total, next: items.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
  },
});

/** An item with key and history, for its authors. */
export const readItem = operation({
  name: 'skills.read-item',
  summary: 'An item with its key, explanation, all versions with what changed, reviews, moves and figures.',
  kind: 'read',
  http: 'GET /skills/items/{id}',
  permission: 'skills.edit-items',
  input: Type.Object({ id: ItemId }, closed),
  output: ItemView,
  run: async (ctx, { id }) => {
    const family = found(await findFamily(ctx.db, id), 'skills-bank.no-item');
    const [versions, events] = [await listVersions(ctx.db, id), await listEvents(ctx.db, id)];
    return { id, ...family, versions: versionViews(ctx, versions), events };
  },
});
