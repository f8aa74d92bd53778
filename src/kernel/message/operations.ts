import Type from 'typebox';
import { all, one, sql } from '#base/db/index.ts';
import { found, Problem, type Values } from '#base/problem/index.ts';
import { translator, type Locale } from '#base/text/index.ts';
import { operation, type AnyOperation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { CHANNELS, type OutChannel } from './channels/carrier.ts';
import { pushOperations } from './channels/push-operations.ts';
import { takeReceipts } from './channels/receipts.ts';
import { single } from './letter.ts';
import { listChanged } from './needed.ts';
import { settleUnknown } from './unknown.ts';
import { countUnread } from './unread.ts';

const Id = Type.String({ format: 'uuid', description: 'Identifier of the message' });
const Moment = Type.String({ description: 'Moment, ISO 8601' });
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** What the signed-in person has been told, newest first. */
export const listMine = operation({
  name: 'message.list-mine',
  summary: 'What you have been told, newest first.',
  kind: 'read',
  http: 'GET /messages',
  permission: 'signed-in',
  input: Type.Object(
    {
      before: Type.Optional(Type.String({ format: 'uuid', description: 'Only messages older than this one' })),
      unread: Type.Optional(Type.Boolean({ description: 'Only those not read yet' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'At most this many messages; 20 when left out' })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object(
    {
      unread: Type.Integer({ description: 'How many messages are not read yet, of all' }),
      messages: Type.Array(
        Type.Object(
          {
            id: Id,
            text: Type.String({ description: 'The sentence, in your language' }),
            href: Nullable(Type.String({ description: 'Path of the page it leads to' })),
            createdAt: Moment,
            readAt: Nullable(Moment),
          },
          { additionalProperties: false },
        ),
        { description: 'The messages' },
      ),
    },
    { additionalProperties: false },
  ),
  run: async (ctx, { before, unread, limit }) => {
    const me = personOf(ctx.actor) ?? null;
    const t = translator(ctx.locale, ctx.services.root);
    const rows = await all(
      ctx.db,
      sql<{ id: string; key: string; data: Values; href: string | null; created_at: Date; read_at: Date | null }>`
        select message.id, message.key, message.data, message.href, message.created_at, message.read_at
        from kernel.message
        where message.person_id = ${me}
          and (${before ?? null}::uuid is null or message.id < ${before ?? null}::uuid)
          and (not ${unread ?? false}::boolean or message.read_at is null)
        order by message.id desc
        limit ${limit ?? 20}`,
    );
    return {
      // A list of the unread that is not full holds them all.
      unread: unread === true && before === undefined && rows.length < (limit ?? 20) ? rows.length : await countUnread(ctx.db, me),
      messages: rows.map((row) => ({
        id: row.id,
        text: t(row.key, row.data),
        href: row.href,
        createdAt: row.created_at.toISOString(),
        readAt: row.read_at?.toISOString() ?? null,
      })),
    };
  },
});

/** Marks messages of the signed-in person as read. */
export const markRead = operation({
  name: 'message.mark-read',
  summary: 'Marks messages of yours as read.',
  kind: 'write',
  http: 'POST /messages/read',
  permission: 'signed-in',
  input: Type.Object({ ids: Type.Optional(Type.Array(Id, { maxItems: 200, description: 'Which; all of yours when left out' })) }, { additionalProperties: false }),
  output: Type.Object({ marked: Type.Integer({ description: 'How many were unread until now' }) }, { additionalProperties: false }),
  trace: (_input, { marked }) => ({ detail: { marked } }),
  run: async (ctx, { ids }) => {
    const rows = await all(
      ctx.db,
      sql<{ id: string }>`
        update kernel.message
        set read_at = ${ctx.now.toString()}
        where message.person_id = ${personOf(ctx.actor) ?? null}
          and message.read_at is null
          and (${ids ?? null}::uuid[] is null or message.id = any(${ids ?? null}::uuid[]))
        returning message.id`,
    );
    return { marked: rows.length };
  },
});

const State = Type.Enum(['queued', 'handing', 'unknown', 'held', 'sent', 'failed', 'dropped'], {
  description:
    'queued: will be sent; handing: the server has not answered yet; unknown: it left and no answer came, so somebody asks or has it sent again; held: no mail server is configured; sent; failed: given up; dropped: not needed any more when its turn came, never sent',
});

/** Mails and their delivery state, newest first, without their content. */
export const listOutbox = operation({
  name: 'message.list-outbox',
  summary: 'Mails and whether they were delivered, newest first; without their content.',
  kind: 'read',
  http: 'GET /outbox',
  permission: 'account.manage',
  unit: () => undefined,
  input: Type.Object(
    {
      state: Type.Optional(State),
      before: Type.Optional(Type.String({ format: 'uuid', description: 'Only mails older than this one' })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object(
    {
      mailServer: Type.Boolean({ description: 'Whether a mail server is configured' }),
      mails: Type.Array(
        Type.Object(
          {
            id: Id,
            channel: Type.Enum([...CHANNELS], { description: 'Way on which it leaves' }),
            personId: Nullable(Type.String({ description: 'Whom it is for' })),
            address: Nullable(Type.String({ description: 'Mail address, hidden but for its first letter and its domain; null when none is known' })),
            subject: Type.String({ description: 'Subject; only its kind when the mail is confidential' }),
            state: State,
            attempts: Type.Integer({ description: 'How often it was tried' }),
            carriedAs: Nullable(Type.String({ description: 'Id in the Message-ID under which it left last, by which the mail server knows it' })),
            nextAt: Moment,
            createdAt: Moment,
            sentAt: Nullable(Moment),
            deliveredAt: Nullable(Type.String({ description: 'Moment at which the carrier said that it arrived, ISO 8601' })),
            error: Nullable(Type.String({ description: 'What the mail server said last' })),
          },
          { additionalProperties: false },
        ),
        { description: 'At most 50 mails' },
      ),
    },
    { additionalProperties: false },
  ),
  run: async (ctx, { state, before }) => {
    const t = translator(ctx.locale, ctx.services.root);
    const rows = await all(
      ctx.db,
      sql<OutboxRow>`
        select outbox.id, outbox.channel, outbox.person_id, outbox.address, outbox.subject_key, outbox.data, outbox.state, outbox.attempts,
          outbox.carried_as, outbox.next_at, outbox.created_at, outbox.sent_at, outbox.delivered_at, outbox.error
        from kernel.outbox
        where (${state ?? null}::text is null or outbox.state = ${state ?? null})
          and (${before ?? null}::uuid is null or outbox.id < ${before ?? null}::uuid)
        order by outbox.id desc
        limit 50`,
    );
    return { mailServer: ctx.services.mailer !== undefined, mails: rows.map((row) => outboxLine(row, t(row.subject_key, row.data))) };
  },
});

type OutboxRow = {
  id: string;
  channel: OutChannel;
  person_id: string | null;
  address: string | null;
  subject_key: string;
  data: Values;
  state: Type.Static<typeof State>;
  attempts: number;
  carried_as: string | null;
  next_at: Date;
  created_at: Date;
  sent_at: Date | null;
  delivered_at: Date | null;
  error: string | null;
};

function outboxLine(row: OutboxRow, subject: string) {
  return {
    id: row.id,
    channel: row.channel,
    personId: row.person_id,
    address: row.address === null ? null : hidden(row.channel, row.address),
    subject,
    state: row.state,
    attempts: row.attempts,
    carriedAs: row.carried_as,
    nextAt: row.next_at.toISOString(),
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    error: row.error,
  };
}

/** An address that tells apart, but does not give away: first letter and domain, last digits of a number, nothing of a browser. */
function hidden(channel: OutChannel, address: string): string {
  if (channel === 'email') return address.replace(/^(.)[^@]*/, '$1…');
  return channel === 'sms' ? `…${address.slice(-3)}` : '';
}

/** Shows one held mail with its link, so that an administrator can hand it over; each look is audited, with the person it is for. */
export const showHeld = operation({
  name: 'message.show-held',
  summary: 'Shows a mail that could not go out for want of a mail server or an address, so that it can be handed over in person.',
  // A read that is audited: the answer of a write would be stored, and this one holds a one-time link.
  kind: 'read',
  exports: true,
  http: 'GET /outbox/{id}',
  permission: 'account.manage',
  unit: () => undefined,
  input: Type.Object({ id: Id }, { additionalProperties: false }),
  output: Type.Object(
    {
      personId: Nullable(Type.String({ description: 'Whom it is for' })),
      address: Nullable(Type.String({ description: 'Mail address; null when none is known' })),
      subject: Type.String({ description: 'Subject' }),
      text: Type.String({ description: 'Whole text' }),
      link: Nullable(Type.String({ description: 'The link alone' })),
    },
    { additionalProperties: false },
  ),
  trace: (_input, { personId }) => (personId === null ? {} : { subject: personId }),
  run: async (ctx, { id }) => {
    const row = found(
      await one(
        ctx.db,
        sql<HeldRow>`
          select outbox.person_id, outbox.address, outbox.locale, outbox.subject_key, outbox.body_key, outbox.data, outbox.href,
            array(
              select document.name
              from unnest(outbox.attachments) with ordinality as carried (id, place)
              join kernel.document on document.id = carried.id
              order by carried.place) as files
          from kernel.outbox
          where outbox.id = ${id}
            and outbox.state = 'held'
            and (outbox.expires_at is null or outbox.expires_at > ${ctx.now.toString()})`,
      ),
      'message.no-mail',
    );
    const now = (await listChanged(ctx.db, [{ id, locale: row.locale }])).get(id);
    if (now === null) throw new Problem('conflict', 'message.not-needed');
    const { subject, text } = single({ ...row, data: now ?? row.data }, translator(row.locale, ctx.services.root), ctx.services.publicUrl, row.files);
    return { personId: row.person_id, address: row.address, subject, text, link: row.href === null ? null : `${ctx.services.publicUrl}${row.href}` };
  },
});

type HeldRow = {
  person_id: string | null;
  address: string | null;
  locale: Locale;
  subject_key: string;
  body_key: string;
  data: Values;
  href: string | null;
  files: string[];
};

/** Tries a given-up mail again from the start. */
export const retryMail = operation({
  name: 'message.retry-mail',
  summary: 'Tries a mail that was given up again.',
  kind: 'write',
  http: 'POST /outbox/{id}/retry',
  permission: 'account.manage',
  unit: () => undefined,
  input: Type.Object({ id: Id }, { additionalProperties: false }),
  output: Type.Object({}, { additionalProperties: false }),
  run: async (ctx, { id }) => {
    const row = await one(
      ctx.db,
      sql<{ id: string }>`
        update kernel.outbox
        set state = 'queued',
          attempts = 0,
          first_tried_at = null,
          next_at = ${ctx.now.toString()}
        where outbox.id = ${id}
          and outbox.state = 'failed'
          and (outbox.expires_at is null or outbox.expires_at > ${ctx.now.toString()})
        returning outbox.id`,
    );
    found(row, 'message.no-mail');
    return {};
  },
});

/** The operations of this part of the kernel. */
export const messageOperations: AnyOperation[] = [listMine, markRead, ...pushOperations, takeReceipts, listOutbox, showHeld, retryMail, settleUnknown];
