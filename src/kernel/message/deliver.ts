import Type from 'typebox';
import { all, sql, type Db } from '#base/db/index.ts';
import { translator, type Locale } from '#base/text/index.ts';
import type { Values } from '#base/problem/index.ts';
import { every, job, type AnyJob, type Task } from '#kernel/job/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { digest, single } from './letter.ts';
import type { Attachment, Mail, Mailer } from './mailer.ts';
import { isQuiet } from './quiet.ts';

/** Minutes to wait after the first, second, … failed attempt; after the last of these the mail is given up. */
const WAIT_MINUTES = [1, 5, 30, 120, 360];
const MAX_ATTEMPTS = WAIT_MINUTES.length + 1;

/** Mails claimed at a time. */
const BATCH = 200;

/** Sends what is due now, asked for when a mail is urgent. */
export const deliverJob = job({
  name: 'message.deliver',
  input: Type.Object({}, { additionalProperties: false }),
  run: async (ctx) => deliverMails(ctx),
});

/** The jobs of this part of the kernel, for `startJobs`. */
export const messageJobs: AnyJob[] = [deliverJob];

/** The repeated tasks of this part of the kernel, for `startJobs`. */
export const messageTasks: Task[] = [every(30, 'message.deliver-due', (ctx) => deliverMails(ctx))];

/** A row of the outbox, as the letter needs it. */
export type Outgoing = {
  id: string;
  address: string;
  locale: Locale;
  subject_key: string;
  body_key: string;
  data: Values;
  href: string | null;
  urgent: boolean;
  secret: boolean;
  attachments: string[];
  attempts: number;
};

/**
 * Sends every mail that is due, several to one address as one digest. Each is claimed before it is sent and tried again later
 * if this process dies meanwhile, so a mail may arrive twice but is never lost. Without a mail server all are held.
 */
export async function deliverMails(ctx: Pick<Ctx, 'db' | 'now' | 'services'>): Promise<void> {
  const { mailer } = ctx.services;
  await giveUp(ctx.db, ctx.now);
  if (mailer === undefined) return hold(ctx.db);
  await release(ctx.db, ctx.now);
  for (;;) {
    const claimed = await claim(ctx.db, ctx.now);
    if (claimed.length === 0) return;
    await sendAll(ctx, mailer, groups(claimed));
  }
}

/** Mails under way at the same time; as many as the mailer has connections, and one that waits for each. */
const AT_ONCE = 8;

async function sendAll(ctx: Pick<Ctx, 'db' | 'now' | 'services'>, mailer: Mailer, waiting: Outgoing[][]): Promise<void> {
  const next = waiting.values();
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, waiting.length) }, async () => {
      for (const group of next) await send(ctx, mailer, group);
    }),
  );
}

async function send(ctx: Pick<Ctx, 'db' | 'now' | 'services'>, mailer: Mailer, group: Outgoing[]): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const t = translator(first.locale, ctx.services.root);
  try {
    const attachments = await open(ctx, group);
    const files = attachments.map(({ name }) => name);
    const content = group.length === 1 ? single(first, t, ctx.services.publicUrl, files) : digest(group, t, ctx.services.publicUrl, files);
    const mail: Mail = { id: first.id, to: first.address, ...content, attachments };
    await mailer.send(mail);
    await markSent(ctx.db, group, ctx.now);
  } catch (error) {
    // The server's words may repeat the address, so they go into the outbox only; the log gets the id.
    ctx.services.log.warn({ mail: first.id, attempts: first.attempts }, 'mail not delivered');
    await markFailed(ctx.db, group, error instanceof Error ? error.message.slice(0, 500) : String(error));
  }
}

/** The files of mails that leave together, each once. */
async function open(ctx: Pick<Ctx, 'db' | 'services'>, group: Outgoing[]): Promise<Attachment[]> {
  const files: Attachment[] = [];
  for (const id of new Set(group.flatMap(({ attachments }) => attachments))) {
    const { name, mediaType, bytes } = await openDocument(ctx, id);
    files.push({ name, mediaType, bytes: Buffer.concat(await Array.fromAsync(bytes)) });
  }
  return files;
}

/** Mails that leave together: those of one address and language that can wait; the others each alone. */
function groups(rows: Outgoing[]): Outgoing[][] {
  const alone = (row: Outgoing) => row.urgent || row.secret;
  const together = Map.groupBy(rows, (row) => (alone(row) ? row.id : `${row.address}\n${row.locale}`));
  return [...together.values()];
}

/** Takes due mails, and with them whatever else waits for the same addresses for the first time; counts the attempt beforehand. */
async function claim(db: Db, now: Temporal.Instant): Promise<Outgoing[]> {
  const at = now.toString();
  const quiet = isQuiet(now);
  return all(
    db,
    sql<Outgoing>`
      with due as (
        select distinct waiting.address
        from (
          select outbox.address
          from kernel.outbox
          where outbox.state = 'queued'
            and outbox.next_at <= ${at}
            and (outbox.urgent or not ${quiet}::boolean)
          order by outbox.urgent desc, outbox.next_at
          limit ${BATCH}
        ) as waiting
      ),
      taken as (
        select outbox.id
        from kernel.outbox
        join due on due.address = outbox.address
        where outbox.state = 'queued'
          and (outbox.urgent or not ${quiet}::boolean)
          and (outbox.next_at <= ${at} or outbox.attempts = 0)
        order by outbox.id
        for update of outbox skip locked
      )
      update kernel.outbox
      set attempts = outbox.attempts + 1,
        next_at = ${at}::timestamptz
          + make_interval(mins => (${WAIT_MINUTES}::integer[])[least(outbox.attempts + 1, ${WAIT_MINUTES.length})])
      from taken
      where outbox.id = taken.id
      returning outbox.id, outbox.address, outbox.locale, outbox.subject_key, outbox.body_key, outbox.data, outbox.href,
        outbox.urgent, outbox.secret, outbox.attachments, outbox.attempts`,
  );
}

async function markSent(db: Db, group: Outgoing[], now: Temporal.Instant): Promise<void> {
  await sql`
    update kernel.outbox
    set state = 'sent',
      sent_at = ${now.toString()},
      error = null,
      data = case when outbox.secret then '{}' else outbox.data end,
      href = case when outbox.secret then null else outbox.href end
    where outbox.id = any(${group.map(({ id }) => id)}::uuid[])`.execute(db);
}

async function markFailed(db: Db, group: Outgoing[], error: string): Promise<void> {
  await sql`
    update kernel.outbox
    set state = case when outbox.attempts >= ${MAX_ATTEMPTS} then 'failed' else 'queued' end,
      error = ${error}
    where outbox.id = any(${group.map(({ id }) => id)}::uuid[])`.execute(db);
}

/** Ends mails that are too old to be of use, and those whose last attempt never came back; wipes their one-time links. */
async function giveUp(db: Db, now: Temporal.Instant): Promise<void> {
  await sql`
    update kernel.outbox
    set state = 'failed',
      error = coalesce(outbox.error, 'too late'),
      data = case when outbox.secret then '{}' else outbox.data end,
      href = case when outbox.secret then null else outbox.href end
    where outbox.state in ('queued', 'held')
      and (outbox.expires_at <= ${now.toString()} or (outbox.attempts >= ${MAX_ATTEMPTS} and outbox.next_at <= ${now.toString()}))`.execute(db);
}

async function hold(db: Db): Promise<void> {
  await sql`update kernel.outbox set state = 'held' where outbox.state = 'queued'`.execute(db);
}

async function release(db: Db, now: Temporal.Instant): Promise<void> {
  await sql`
    update kernel.outbox
    set state = 'queued',
      next_at = greatest(outbox.next_at, ${now.toString()}::timestamptz)
    where outbox.state = 'held'
      and outbox.address is not null`.execute(db);
}
