import { all, inTransaction, sql } from '#base/db/index.ts';
import { currentCalendar, isWorkingDay } from '#kernel/calendar/index.ts';
import { every } from '#kernel/job/index.ts';
import { isQuiet } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { Channel, DueSend, Outcome } from './channel.ts';
import { channels } from './list.ts';
import { dropNeedless } from './needed.ts';

/** Sends handed over at a time. */
const BATCH = 500;
/** Minutes to wait after the first, second, … attempt; after the last of these a send has failed. */
const WAIT_MINUTES = [2, 10, 60, 240, 720, 1440];

/** Hands over what is due, channel by channel; channels that disturb keep quiet hours and days off. */
export async function sendDue(ctx: Ctx, only?: Channel[]): Promise<number> {
  const quiet = isQuiet(ctx.now) || !isWorkingDay(ctx.today, await currentCalendar(ctx.db, ctx.services.root));
  let sent = 0;
  for (const channel of only ?? channels) {
    if (!channel.available(ctx) || (quiet && channel.disturbs)) continue;
    for (;;) {
      const n = channel.within === 'transaction' ? await sendTogether(ctx, channel) : await sendOutside(ctx, channel);
      sent += n;
      if (n < BATCH) break;
    }
  }
  return sent;
}

async function sendTogether(ctx: Ctx, channel: Channel): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    const due = await lease(own, channel);
    await settleSends(own, answered(due, due.length === 0 ? [] : await channel.deliver(own, due)));
    return due.length;
  });
}

async function sendOutside(ctx: Ctx, channel: Channel): Promise<number> {
  const due = await lease(ctx, channel);
  if (due.length > 0) await settleSends(ctx, answered(due, await channel.deliver(ctx, due)));
  return due.length;
}

/** The last attempt that is to be made again has failed. */
function answered(due: DueSend[], outcomes: Outcome[]): Outcome[] {
  const known = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  return due.map(({ id, attempts }) => {
    const outcome = known.get(id) ?? { id, state: 'again' as const };
    return outcome.state === 'again' && attempts + 1 >= WAIT_MINUTES.length ? { ...outcome, state: 'failed' } : outcome;
  });
}

/** Takes due sends, people by people, and counts the attempt beforehand; those whose line needs no telling any more are dropped. */
async function lease(ctx: Pick<Ctx, 'db' | 'now'>, channel: Channel): Promise<DueSend[]> {
  await dropNeedless(ctx.db, sql<boolean>`send.state = 'queued' and send.channel = ${channel.name} and send.next_at <= ${ctx.now.toString()}`, ctx.now);
  return all(
    ctx.db,
    sql<DueSend>`
    with taken as (
      select send.id
      from campaigns.send
      where send.state = 'queued'
        and send.channel = ${channel.name}
        and send.next_at <= ${ctx.now.toString()}
      order by send.person_id, send.id
      limit ${BATCH}
      for update skip locked
    ), leased as (
      update campaigns.send
      set attempts = send.attempts + 1,
        next_at = ${ctx.now.toString()}::timestamptz + make_interval(mins => (${WAIT_MINUTES}::integer[])[least(send.attempts + 1, ${WAIT_MINUTES.length})])
      from taken
      where send.id = taken.id
      returning send.id, send.campaign_id, send.line_id, send.person_id, send.rung, send.attempts
    )
    select leased.id, leased.campaign_id as "campaignId", leased.line_id as "lineId", leased.person_id as "personId", line.unit_id as "unitId", leased.rung,
      leased.attempts - 1 as attempts, campaign.title_vi as "titleVi", campaign.title_en as "titleEn", campaign.ends
    from leased
    join campaigns.line on line.id = leased.line_id
    join campaigns.campaign on campaign.id = leased.campaign_id
    order by leased.person_id, leased.id`,
  );
}

/** Keeps what came of sends, now or when a carrier tells later; `again` changes nothing. */
export async function settleSends(ctx: Pick<Ctx, 'db' | 'now'>, outcomes: Outcome[]): Promise<void> {
  const settled = outcomes.filter(({ state }) => state !== 'again');
  if (settled.length === 0) return;
  await all(
    ctx.db,
    sql`
    update campaigns.send
    set state = outcome.state,
      outbox_id = coalesce(outcome.outbox_id, send.outbox_id),
      error = outcome.error,
      handed_at = case when outcome.state in ('handed', 'delivered') then coalesce(send.handed_at, ${ctx.now.toString()}::timestamptz) else send.handed_at end,
      settled_at = case when outcome.state = 'handed' then null else ${ctx.now.toString()}::timestamptz end
    from unnest(
      ${settled.map(({ id }) => id)}::uuid[],
      ${settled.map(({ state }) => state)}::text[],
      ${settled.map(({ outboxId }) => outboxId ?? null)}::uuid[],
      ${settled.map(({ error }) => error?.slice(0, 500) ?? null)}::text[]
    ) as outcome (id, state, outbox_id, error)
    where send.id = outcome.id
      and send.state in ('queued', 'handed', 'delivered')`,
  );
}

/** Brings the delivery state of letters over from the outbox: taken by the carrier, refused by it, or come back after it was taken. */
export async function followOutbox(ctx: Pick<Ctx, 'db' | 'now'>): Promise<void> {
  await all(
    ctx.db,
    sql`
    update campaigns.send
    set state = case when outbox.state = 'sent' then 'delivered' else 'failed' end,
      error = outbox.error,
      settled_at = coalesce(outbox.delivered_at, outbox.sent_at, ${ctx.now.toString()}::timestamptz)
    from kernel.outbox
    where outbox.id = send.outbox_id
      and (send.state = 'handed' and outbox.state in ('sent', 'failed') or send.state = 'delivered' and outbox.state = 'failed')`,
  );
}

/** Drops the letters on paper that wait to be printed for people who have ended meanwhile: they stand on no list any more. */
export async function dropPaper(ctx: Pick<Ctx, 'db' | 'now'>): Promise<void> {
  await all(
    ctx.db,
    sql`
    update campaigns.send
    set state = 'dropped',
      settled_at = ${ctx.now.toString()}
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    where line.id = send.line_id
      and send.channel = 'letter'
      and send.state = 'handed'
      and (line.ended_on is not null or campaign.state <> 'running')`,
  );
}

/** Every quarter of a minute. */
export const sendTask = every(15, 'campaigns.send', async (ctx) => {
  await sendDue(ctx);
  await followOutbox(ctx);
  await dropPaper(ctx);
});
