import Type from 'typebox';
import { MessageItem } from '#content/campaigns/message.ts';
import { Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed, MessageId } from '../model.ts';
import { unitOfMessage } from './unit.ts';
import { itemFaults } from './rules.ts';
import { addItems, decideItem, getVersion, listItemRows, retireItems } from './store.ts';

const ItemId = Type.String({ pattern: '^[a-z0-9-]{1,80}$', description: 'Item' });
const ItemVersion = Type.Integer({ minimum: 1, description: 'Version of the item' });

/** Writes an item of a message. */
export const saveItem = operation({
  name: 'campaigns.save-item',
  summary: 'Write an item of a message, or a new version of one, as a draft that a second person reviews.',
  kind: 'write',
  http: 'POST /campaigns/messages/{id}/items',
  permission: 'campaigns.prepare',
  unit: (ctx, { id }) => unitOfMessage(ctx, id),
  input: Type.Object({ id: MessageId, item: MessageItem }, closed),
  output: Type.Object({ itemId: ItemId }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, item }) => {
    const faults = itemFaults(item);
    if (faults.length > 0)
      throw new Problem(
        'invalid',
        'operation.input-invalid',
        {},
        faults.map((fault) => ({ ...fault, at: `/item${fault.at}` })),
      );
    await getVersion(ctx.db, id);
    await addItems(ctx.db, id, [item], 'draft', personOf(ctx.actor) ?? null);
    return { itemId: item.id };
  },
});

/** A second person's word on an item. */
export const reviewItem = operation({
  name: 'campaigns.review-item',
  summary: 'Put the draft of an item into use, or refuse it and say why; never by who wrote it. A version in use before is retired.',
  kind: 'write',
  http: 'POST /campaigns/messages/{id}/items/{itemId}/versions/{itemVersion}/review',
  permission: 'campaigns.review',
  unit: (ctx, { id }) => unitOfMessage(ctx, id),
  input: Type.Object(
    {
      id: MessageId,
      itemId: ItemId,
      itemVersion: ItemVersion,
      pass: Type.Boolean({ description: 'Whether it is put into use' }),
      finding: Type.Optional(Type.String({ maxLength: 500, description: 'What the reviewer found' })),
    },
    closed,
  ),
  output: Type.Object({ state: Type.String({ description: 'New state' }) }, closed),
  trace: ({ id, itemVersion, pass }) => ({ subject: id, detail: { itemVersion, pass } }),
  run: async (ctx, { id, itemId, itemVersion, pass, finding }) => {
    const by = personOf(ctx.actor) ?? null;
    const item = (await listItemRows(ctx.db, id)).find((row) => row.itemId === itemId && row.itemVersion === itemVersion);
    if (item === undefined || item.state !== 'draft') throw new Problem('conflict', 'campaigns-message.no-draft-item');
    if (item.writtenBy !== null && item.writtenBy === by) throw new Problem('forbidden', 'campaigns-message.second-person');
    if (!pass && (finding ?? '').trim() === '') throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/finding', code: 'campaigns-message.fault-finding-missing' }]);
    if (pass) await retireItems(ctx.db, id, [itemId]);
    await decideItem(ctx.db, { messageId: id, itemId, itemVersion }, pass ? 'live' : 'refused', by, finding ?? null);
    return { state: pass ? 'live' : 'refused' };
  },
});

/** What can be asked of the items of messages. */
export const itemOperations = [saveItem, reviewItem];
