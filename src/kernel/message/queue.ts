import { all, sql, type Db } from '#base/db/index.ts';
import type { OutChannel } from './channels/carrier.ts';
import type { Outgoing } from './deliver.ts';
import { isQuiet } from './quiet.ts';

/** Minutes to wait after the first, second, … attempt; the last of these again and again. */
const WAIT_MINUTES = [1, 5, 15, 30, 60, 120, 240];
/** Hours after its first attempt after which a letter that is still put off is given up: a weekend without its server is outlasted. */
const GIVEN_UP_HOURS = 72;
/** Attempts after which a letter is given up whose attempts never come back: more than its age allows otherwise. */
const MOST_ATTEMPTS = 60;
/** Minutes after which no answer comes any more to a mail that was being handed over: longer than the mailer waits for one. */
const LOST_MINUTES = 15;

/** After how many minutes a carrier that was out of reach is called again. */
const AWAY_MINUTES = 5;

/** Letters claimed at a time. */
const BATCH = 200;

/** Takes due letters of a channel, and with them whatever else waits for the same addresses for the first time; counts the attempt beforehand. */
export async function claim(db: Db, channel: OutChannel, now: Temporal.Instant): Promise<Outgoing[]> {
  const at = now.toString();
  const quiet = isQuiet(now);
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
        first_tried_at = coalesce(outbox.first_tried_at, ${at}::timestamptz),
        next_at = ${at}::timestamptz
          + make_interval(mins => (${WAIT_MINUTES}::integer[])[least(outbox.attempts + 1, ${WAIT_MINUTES.length})])
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

/** Notes that letters which leave together are about to be handed over. Throws when one of them is no longer ours, because another process has claimed it since. */
export async function markHanding(db: Db, rows: Outgoing[], now: Temporal.Instant): Promise<void> {
  const noted = await all(
    db,
    sql<{ id: string }>`
      with own as (
        select outbox.id
        from kernel.outbox
        join ${claimedOf(rows)} on claimed.id = outbox.id and claimed.attempts = outbox.attempts
        where outbox.state = 'queued'
        for update of outbox
      )
      update kernel.outbox
      set state = 'handing',
        handing_at = ${now.toString()},
        carried_as = ${rows[0]?.id ?? null}
      from own
      where outbox.id = own.id
        and (select count(*) from own) = ${rows.length}
      returning outbox.id`,
  );
  if (noted.length < rows.length) throw new Error('claimed by another process');
}

/** Notes letters that a carrier took, also when nobody expected its answer any more; one-time links are wiped. */
export async function markSent(db: Db, rows: Outgoing[], now: Temporal.Instant): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kernel.outbox
    set state = 'sent',
      sent_at = ${now.toString()},
      error = null,
      data = case when outbox.secret then '{}' else outbox.data end,
      href = case when outbox.secret then null else outbox.href end
    from ${claimedOf(rows)}
    where outbox.id = claimed.id
      and outbox.attempts = claimed.attempts
      and outbox.state in ('queued', 'handing', 'unknown')`.execute(db);
}

/** Notes letters to be tried again later, and gives up those that have been put off for too long. */
export async function markAgain(db: Db, rows: Outgoing[], errors: ReadonlyMap<string, string>, now: Temporal.Instant): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kernel.outbox
    set state = case when outbox.first_tried_at <= ${now.toString()}::timestamptz - make_interval(hours => ${GIVEN_UP_HOURS}) then 'failed' else 'queued' end,
      error = said.error
    from ${saidOf(rows, errors)}
    where ${isOurs}`.execute(db);
}

/** Ends letters that no attempt will bring to their address. */
export async function markRefused(db: Db, rows: Outgoing[], errors: ReadonlyMap<string, string>): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kernel.outbox
    set state = 'failed',
      error = said.error
    from ${saidOf(rows, errors)}
    where ${isOurs}`.execute(db);
}

/** Keeps letters that left without an answer: they are not sent again by themselves. */
export async function markUnknown(db: Db, rows: Outgoing[], errors: ReadonlyMap<string, string>): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kernel.outbox
    set state = 'unknown',
      error = said.error
    from ${saidOf(rows, errors)}
    where ${isOurs}`.execute(db);
}

/** The same for letters whose process died while they were being handed over. */
export async function settleLost(db: Db, now: Temporal.Instant): Promise<void> {
  await sql`
    update kernel.outbox
    set state = 'unknown',
      error = 'interrupted'
    where outbox.state = 'handing'
      and outbox.handing_at <= ${now.toString()}::timestamptz - make_interval(mins => ${LOST_MINUTES})`.execute(db);
}

/** Puts letters back whose carrier was out of reach: the attempt does not count, however long that lasts. */
export async function markUnreachable(db: Db, rows: Outgoing[], errors: ReadonlyMap<string, string>, now: Temporal.Instant): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update kernel.outbox
    set attempts = outbox.attempts - 1,
      first_tried_at = null,
      next_at = ${now.toString()}::timestamptz + make_interval(mins => ${AWAY_MINUTES}),
      error = said.error
    from ${saidOf(rows, errors)}
    where ${isOurs}`.execute(db);
}

/** Ends letters that are too old to be of use, and those whose last attempt never came back; wipes their one-time links. */
export async function giveUp(db: Db, now: Temporal.Instant): Promise<void> {
  await sql`
    update kernel.outbox
    set state = 'failed',
      error = coalesce(outbox.error, 'too late'),
      data = case when outbox.secret then '{}' else outbox.data end,
      href = case when outbox.secret then null else outbox.href end
    where outbox.state in ('queued', 'held', 'unknown')
      and (outbox.expires_at <= ${now.toString()}
        or (outbox.state = 'queued'
          and outbox.attempts >= ${MOST_ATTEMPTS}
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
const attemptsOf = (rows: Outgoing[]): number[] => rows.map(({ attempts }) => attempts);

/** Rows as this process claimed them: whoever claims them again counts another attempt. */
function claimedOf(rows: Outgoing[]) {
  return sql`unnest(${idsOf(rows)}::uuid[], ${attemptsOf(rows)}::integer[]) as claimed (id, attempts)`;
}

function saidOf(rows: Outgoing[], errors: ReadonlyMap<string, string>) {
  return sql`unnest(${idsOf(rows)}::uuid[], ${attemptsOf(rows)}::integer[], ${rows.map(({ id }) => errors.get(id) ?? '')}::text[]) as said (id, attempts, error)`;
}

/** Still as this process claimed it. */
const isOurs = sql`outbox.id = said.id
  and outbox.attempts = said.attempts
  and outbox.state in ('queued', 'handing')`;
