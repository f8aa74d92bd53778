import { all, sql, type Db } from '#base/db/index.ts';
import type { OutChannel } from './channels/carrier.ts';
import type { Outgoing } from './deliver.ts';
import { isQuiet } from './quiet.ts';

/** Minutes to wait after the first, second, … failed attempt; after the last of these a mail is given up. */
const MAIL_MINUTES = [1, 5, 30, 120, 360];
/** The same for push and SMS, whose carriers may be out of order for a day. */
const OTHER_MINUTES = [1, 5, 15, 30, 60, 120, 240, 480, 720];
const minutesOf = (channel: OutChannel): number[] => (channel === 'email' ? MAIL_MINUTES : OTHER_MINUTES);

/** Attempts after which a letter of a channel is given up. */
const mostOf = (channel: OutChannel): number => minutesOf(channel).length + 1;

/** After how many minutes a carrier that was out of reach is called again. */
const AWAY_MINUTES = 5;

/** Letters claimed at a time. */
const BATCH = 200;

/** Takes due letters of a channel, and with them whatever else waits for the same addresses for the first time; counts the attempt beforehand. */
export async function claim(db: Db, channel: OutChannel, now: Temporal.Instant): Promise<Outgoing[]> {
  const at = now.toString();
  const quiet = isQuiet(now);
  const minutes = minutesOf(channel);
  return all(
    db,
    sql<Outgoing>`
      with due as (${dueAddresses(channel, at, quiet)}),
      taken as (
        select outbox.id
        from kernel.outbox
        join due on due.address = outbox.address
        where outbox.state = 'queued'
          and outbox.channel = ${channel}
          and (outbox.urgent or not ${quiet}::boolean)
          and (outbox.next_at <= ${at} or outbox.attempts = 0)
        order by outbox.id
        for update of outbox skip locked
      )
      update kernel.outbox
      set attempts = outbox.attempts + 1,
        next_at = ${at}::timestamptz
          + make_interval(mins => (${minutes}::integer[])[least(outbox.attempts + 1, ${minutes.length})])
      from taken
      where outbox.id = taken.id
      returning outbox.id, outbox.address, outbox.locale, outbox.subject_key, outbox.body_key, outbox.data, outbox.href,
        outbox.urgent, outbox.secret, outbox.attachments, outbox.attempts`,
  );
}

function dueAddresses(channel: OutChannel, at: string, quiet: boolean) {
  return sql`
    select distinct waiting.address
    from (
      select outbox.address
      from kernel.outbox
      where outbox.state = 'queued'
        and outbox.channel = ${channel}
        and outbox.next_at <= ${at}
        and (outbox.urgent or not ${quiet}::boolean)
      order by outbox.urgent desc, outbox.next_at
      limit ${BATCH}
    ) as waiting`;
}

/** Notes letters that a carrier took; one-time links are wiped. */
export async function markSent(db: Db, rows: Outgoing[], now: Temporal.Instant): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kernel.outbox
    set state = 'sent',
      sent_at = ${now.toString()},
      error = null,
      data = case when outbox.secret then '{}' else outbox.data end,
      href = case when outbox.secret then null else outbox.href end
    where outbox.id = any(${idsOf(rows)}::uuid[])
      and outbox.state = 'queued'`.execute(db);
}

/** Notes letters to be tried again later, and gives up those that were tried often enough. */
export async function markAgain(db: Db, rows: Outgoing[], errors: ReadonlyMap<string, string>): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kernel.outbox
    set state = case
        when outbox.attempts >= (case when outbox.channel = 'email' then ${mostOf('email')}::integer else ${mostOf('sms')}::integer end) then 'failed'
        else 'queued'
      end,
      error = said.error
    from ${saidOf(rows, errors)}
    where outbox.id = said.id`.execute(db);
}

/** Ends letters that no attempt will bring to their address. */
export async function markRefused(db: Db, rows: Outgoing[], errors: ReadonlyMap<string, string>): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kernel.outbox
    set state = 'failed',
      error = said.error
    from ${saidOf(rows, errors)}
    where outbox.id = said.id`.execute(db);
}

/** Puts letters back whose carrier was out of reach: the attempt does not count, however long that lasts. */
export async function markUnreachable(db: Db, rows: Outgoing[], errors: ReadonlyMap<string, string>, now: Temporal.Instant): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kernel.outbox
    set attempts = outbox.attempts - 1,
      next_at = ${now.toString()}::timestamptz + make_interval(mins => ${AWAY_MINUTES}),
      error = said.error
    from ${saidOf(rows, errors)}
    where outbox.id = said.id`.execute(db);
}

/** Ends letters that are too old to be of use, and those whose last attempt never came back; wipes their one-time links. */
export async function giveUp(db: Db, now: Temporal.Instant): Promise<void> {
  await sql`
    update kernel.outbox
    set state = 'failed',
      error = coalesce(outbox.error, 'too late'),
      data = case when outbox.secret then '{}' else outbox.data end,
      href = case when outbox.secret then null else outbox.href end
    where outbox.state in ('queued', 'held')
      and (outbox.expires_at <= ${now.toString()}
        or (outbox.attempts >= (case when outbox.channel = 'email' then ${mostOf('email')}::integer else ${mostOf('sms')}::integer end)
          and outbox.next_at <= ${now.toString()}))`.execute(db);
}

/** Keeps the letters of a channel that nothing carries. */
export async function hold(db: Db, channel: OutChannel): Promise<void> {
  await sql`
    update kernel.outbox
    set state = 'held'
    where outbox.state = 'queued'
      and outbox.channel = ${channel}`.execute(db);
}

/** Lets the held letters of a channel go on. */
export async function release(db: Db, channel: OutChannel, now: Temporal.Instant): Promise<void> {
  await sql`
    update kernel.outbox
    set state = 'queued',
      next_at = greatest(outbox.next_at, ${now.toString()}::timestamptz)
    where outbox.state = 'held'
      and outbox.channel = ${channel}
      and outbox.address is not null`.execute(db);
}

const idsOf = (rows: Outgoing[]): string[] => rows.map(({ id }) => id);

function saidOf(rows: Outgoing[], errors: ReadonlyMap<string, string>) {
  return sql`unnest(${idsOf(rows)}::uuid[], ${rows.map(({ id }) => errors.get(id) ?? '')}::text[]) as said (id, error)`;
}
