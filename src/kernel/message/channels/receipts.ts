import Type from 'typebox';
import { Value } from 'typebox/value';
import { all, sql } from '#base/db/index.ts';
import { isId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { isSigned } from './gateway.ts';

const closed = { additionalProperties: false };
const MOST = 1000;

/** What a carrier tells of letters that it took: where they are by now. */
const Receipts = Type.Object({
  receipts: Type.Array(Type.Object({ id: Type.String(), state: Type.Enum(['delivered', 'undelivered']), error: Type.Optional(Type.String()) }), { maxItems: MOST }),
});

/** Takes what the gateway tells later; signed with the same secret as our calls, so that nobody else can. */
export const takeReceipts = operation({
  name: 'message.take-receipts',
  summary:
    'The gateway tells which messages arrived and which did not; signed, good for five minutes, the same again changes nothing. Also for mails, from a relay that learns of bounces.',
  kind: 'write',
  http: 'POST /messages/receipts',
  permission: 'public',
  input: Type.Object(
    {
      seconds: Type.Integer({ description: 'Moment of signing, seconds since 1970' }),
      signature: Type.String({ maxLength: 128, description: 'HMAC-SHA-256 over `seconds.body`, hexadecimal' }),
      body: Type.String({ maxLength: 200_000, description: 'JSON: receipts with id, state (delivered or undelivered) and error' }),
    },
    closed,
  ),
  output: Type.Object({ noted: Type.Integer({ description: 'How many letters changed their state' }) }, closed),
  trace: (_input, { noted }) => ({ detail: { noted } }),
  run: async (ctx, { body, ...given }) => {
    const { gateway } = ctx.services;
    if (gateway === undefined || !isSigned(gateway.secret, { ...given, body }, ctx.now)) throw new Problem('forbidden', 'message.bad-signature');
    const receipts = read(body).filter(({ id }) => isId(id));
    const rows = await all(
      ctx.db,
      sql<{ id: string }>`
      with receipt as (
        select given.id, given.state, given.error
        from unnest(
          ${receipts.map(({ id }) => id)}::uuid[],
          ${receipts.map(({ state }) => state)}::text[],
          ${receipts.map(({ error }) => error?.slice(0, 200) ?? null)}::text[]
        ) as given (id, state, error)
      ), told as (
        select receipt.id, receipt.state, receipt.error
        from receipt
        union all
        -- The other letters of a digest left under the id of its first one.
        select outbox.id, receipt.state, receipt.error
        from receipt
        join kernel.outbox on outbox.carried_as = receipt.id and outbox.carried_as <> outbox.id
      )
      update kernel.outbox
      set state = case when told.state = 'delivered' then 'sent' else 'failed' end,
        delivered_at = case when told.state = 'delivered' then ${ctx.now.toString()}::timestamptz end,
        error = case when told.state = 'delivered' then null else coalesce(told.error, 'undelivered') end
      from told
      where outbox.id = told.id
        and outbox.state in ('sent', 'handing', 'unknown')
        and outbox.delivered_at is null
      returning outbox.id`,
    );
    return { noted: rows.length };
  },
});

function read(body: string): Type.Static<typeof Receipts>['receipts'] {
  try {
    const value: unknown = JSON.parse(body);
    if (Value.Check(Receipts, value)) return value.receipts;
  } catch {
    // Said below.
  }
  throw new Problem('invalid', 'message.bad-receipts');
}
