import Type from 'typebox';
import { one, sql } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';

const closed = { additionalProperties: false };

/** Settles a mail that left without an answer, once somebody has asked the receiver or looked into the log of the mail server. */
export const settleUnknown = operation({
  name: 'message.settle-unknown',
  summary: 'Says of a mail that left without an answer whether it arrived; one that did not is sent again.',
  kind: 'write',
  http: 'POST /outbox/{id}/settle',
  permission: 'account.manage',
  unit: () => undefined,
  input: Type.Object(
    {
      id: Type.String({ format: 'uuid', description: 'Identifier of the message' }),
      arrived: Type.Boolean({ description: 'true: the mail is there; false: it is not, and is sent again' }),
    },
    closed,
  ),
  output: Type.Object({}, closed),
  run: async (ctx, { id, arrived }) => {
    const row = await one(
      ctx.db,
      sql<{ id: string }>`
        update kernel.outbox
        set state = case when ${arrived}::boolean then 'sent' else 'queued' end,
          sent_at = case when ${arrived}::boolean then outbox.handing_at end,
          error = null,
          attempts = case when ${arrived}::boolean then outbox.attempts else 0 end,
          first_tried_at = null,
          next_at = ${ctx.now.toString()},
          data = case when outbox.secret and ${arrived}::boolean then '{}' else outbox.data end,
          href = case when outbox.secret and ${arrived}::boolean then null else outbox.href end
        where outbox.id = ${id}
          and outbox.state = 'unknown'
        returning outbox.id`,
    );
    found(row, 'message.no-mail');
    return {};
  },
});
