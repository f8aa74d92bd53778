import { all, inTransaction, sql } from '#base/db/index.ts';
import { record } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { membersOf } from '../audience.ts';
import { listCampaignRows, type Campaign } from '../running/campaign.ts';
import { laterRows } from '../running/tired.ts';
import { enterLines, stepsOfUnits } from './freeze.ts';
import { closeSpans, moveLines } from './move.ts';

/** What changed when a roster was brought up to the register. */
export type Synced = { joined: number; returned: number; left: number; moved: number };

/**
 * Brings a roster up to the register of today: joiners until the stated day, leavers, movers. Somebody who moves keeps the line and its state even when the new post is not of the audience; only who
 * holds no main post any more has left, with what they had. Nobody is ever taken off.
 */
export async function syncRoster(ctx: Ctx, campaign: Campaign): Promise<Synced> {
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    const left = await moveLines(own, await listGone(own, campaign.id), 'leave');
    const returned = await returnLines(own, campaign);
    const joined = ctx.today > campaign.joinersUntil ? 0 : await joinLines(own, campaign);
    const moved = await followMoves(own, campaign.id);
    return { joined, returned, left: left.length, moved };
  });
}

const holdsPost = (today: string) => sql`
  exists (
    select 1
    from kernel.posting
    where posting.person_id = line.person_id
      and posting.main
      and posting.valid_from <= ${today}
      and posting.valid_to > ${today})`;

async function listGone(ctx: Ctx, campaignId: string): Promise<string[]> {
  const rows = await all(
    ctx.db,
    sql<{ id: string }>`
    select line.id
    from campaigns.line
    where line.campaign_id = ${campaignId}
      and line.ended_on is null
      and not ${holdsPost(ctx.today)}`,
  );
  return rows.map(({ id }) => id);
}

async function returnLines(ctx: Ctx, campaign: Campaign): Promise<number> {
  const rows = await all(
    ctx.db,
    sql<{ id: string }>`
    update campaigns.line
    set reason = 'returned'
    where line.campaign_id = ${campaign.id}
      and line.state = 'left'
      and ${holdsPost(ctx.today)}
    returning line.id`,
  );
  const moved = await moveLines(
    ctx,
    rows.map(({ id }) => id),
    'return',
  );
  return moved.length;
}

async function joinLines(ctx: Ctx, campaign: Campaign): Promise<number> {
  const rows = await all(
    ctx.db,
    sql<{ id: string }>`
    insert into campaigns.line (id, campaign_id, person_id, unit_id, reason, register_day, opens, state_at)
    select kernel.new_id(), ${campaign.id}::uuid, member.person_id, member.unit_id, 'joined', ${ctx.today}::date, greatest(${ctx.today}::date, coalesce(step.opens, ${campaign.starts}::date), later.opens),
      ${ctx.now.toString()}::timestamptz
    from (${membersOf(campaign, ctx.today)}) as member (person_id, unit_id)
    left join (${stepsOfUnits(ctx, campaign)}) as step on step.unit_id = member.unit_id
    left join (${laterRows(campaign)}) as later on later.person_id = member.person_id
    where not exists (
      select 1
      from campaigns.line as known
      where known.campaign_id = ${campaign.id}
        and known.person_id = member.person_id)
    on conflict (campaign_id, person_id) do nothing
    returning line.id`,
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await enterLines(ctx, campaign.id, sql<boolean>`line.id = any(${ids}::uuid[])`, 'join');
  return ids.length;
}

async function followMoves(ctx: Ctx, campaignId: string): Promise<number> {
  const moved = await changeUnits(ctx, campaignId);
  if (moved.length === 0) return 0;
  const ids = moved.map(({ id }) => id);
  await closeSpans(ctx, ids);
  await all(
    ctx.db,
    sql`
    insert into campaigns.line_span (line_id, unit_id, state, valid_from)
    select line.id, line.unit_id, line.state, ${ctx.today}
    from campaigns.line
    where line.id = any(${ids}::uuid[])`,
  );
  await record(
    ctx,
    moved.flatMap(({ id, before, after, state }) =>
      [before, after].map((unitId) => ({ kind: 'campaigns.line-changed', subject: id, unitId, day: ctx.today, data: { campaign: campaignId, after: state } })),
    ),
  );
  return moved.length;
}

/** Lets open lines follow the main posts of their people, with an event each; returns them with the units before and after. */
async function changeUnits(ctx: Ctx, campaignId: string): Promise<{ id: string; before: string; after: string; state: string }[]> {
  return all(
    ctx.db,
    sql<{ id: string; before: string; after: string; state: string }>`
    with moved as (
      select line.id, line.unit_id as before, posting.unit_id as after
      from campaigns.line
      join kernel.posting
        on posting.person_id = line.person_id
        and posting.main
        and posting.valid_from <= ${ctx.today}
        and posting.valid_to > ${ctx.today}
      where line.campaign_id = ${campaignId}
        and line.ended_on is null
        and posting.unit_id <> line.unit_id
    ), kept as (
      update campaigns.line
      set unit_id = moved.after
      from moved
      where line.id = moved.id
      returning line.id, line.state
    ), told as (
      insert into campaigns.line_event (id, line_id, at, day, act, before, after, unit_id)
      select kernel.new_id(), moved.id, ${ctx.now.toString()}, ${ctx.today}, 'move', kept.state, kept.state, moved.after
      from moved
      join kept on kept.id = moved.id
    )
    select moved.id, moved.before, moved.after, kept.state
    from moved
    join kept on kept.id = moved.id`,
  );
}

/** Brings all running rosters up to the register. */
export async function syncRosters(ctx: Ctx): Promise<void> {
  for (const campaign of await listCampaignRows(ctx.db, sql`campaign.state = 'running'`)) await syncRoster(ctx, campaign);
}

/** Every ten minutes. */
export const syncTask = every(600, 'campaigns.sync-rosters', syncRosters);
