import { ZONE } from '#base/clock/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, inTransaction, sql } from '#base/db/index.ts';
import { currentCalendar, isWorkingDay, type Calendar } from '#kernel/calendar/index.ts';
import { every } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { listCampaignRows, type Campaign } from '../running/campaign.ts';
import { WEEKLY_LIMIT, workingDaysAgo } from '../running/rules.ts';
import { channelOf, channels } from './list.ts';

/**
 * Puts the sends of every rung that has come due into the queue: for each line that is still asked, once a rung since the day from which it is asked; whoever is asked again begins at the first rung. Working days only. Whoever has had as many tellings in seven days as is good gets the next one
 * on a later day. Returns how many were added.
 */
export async function climbLadders(ctx: Ctx): Promise<number> {
  const calendar = await currentCalendar(ctx.db, ctx.services.root);
  if (!isWorkingDay(ctx.today, calendar)) return 0;
  let added = 0;
  for (const campaign of await listCampaignRows(ctx.db, sql`campaign.state = 'running' and campaign.starts <= ${ctx.today}`)) {
    added += await inTransaction(ctx.db, (db) => climb({ ...ctx, db }, campaign, calendar));
  }
  return added;
}

async function climb(ctx: Ctx, campaign: Campaign, calendar: Calendar): Promise<number> {
  let added = 0;
  for (const [rung, { channel, afterWorkingDays }] of campaign.ladder.entries()) {
    const way = channelOf(channel);
    if (way?.available(ctx) !== true) continue;
    const since = workingDaysAgo(ctx.today, afterWorkingDays, calendar);
    added += await addSends(ctx, { campaignId: campaign.id, rung, channel, since, tires: way.tires });
  }
  return added;
}

async function addSends(ctx: Pick<Ctx, 'db' | 'now' | 'today'>, given: { campaignId: string; rung: number; channel: string; since: string; tires: boolean }): Promise<number> {
  const rows = await all(
    ctx.db,
    sql<{ id: string }>`
    insert into campaigns.send (id, campaign_id, line_id, person_id, channel, rung, round, next_at, created_at)
    select kernel.new_id(), line.campaign_id, line.id, line.person_id, ${given.channel}, ${given.rung}, 1 + coalesce(past.round, 0), ${ctx.now.toString()}, ${ctx.now.toString()}
    from campaigns.line
    left join lateral (
      select known.round, (known.created_at at time zone ${ZONE})::date as day
      from campaigns.send as known
      where known.line_id = line.id
        and known.rung = ${given.rung}
      order by known.round desc
      limit 1
    ) as past on true
    where line.campaign_id = ${given.campaignId}
      and line.state in ('invited', 'reached', 'read', 'checked')
      and line.opens <= ${given.since}
      and (past.day is null or past.day < line.opens)
      and ${given.tires ? notTired(ctx) : sql`true`}
    on conflict (line_id, rung, round) do nothing
    returning send.id`,
  );
  return rows.length;
}

/** Fewer tellings that disturb in the last seven days than the limit; those of one day to one person are one. */
function notTired(ctx: Pick<Ctx, 'today'>) {
  const tiring = channels.filter(({ tires }) => tires).map(({ name }) => name);
  return sql`(
    select count(distinct recent.created_at::date)
    from campaigns.send as recent
    where recent.person_id = line.person_id
      and recent.channel = any(${tiring}::text[])
      and recent.state <> 'dropped'
      and recent.created_at > ${addDays(ctx.today, -7)}::date) < ${WEEKLY_LIMIT}`;
}

/** Every five minutes. */
export const climbTask = every(300, 'campaigns.climb-ladders', async (ctx) => void (await climbLadders(ctx)));
