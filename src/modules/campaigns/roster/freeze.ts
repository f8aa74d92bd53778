import { all, one, sql } from '#base/db/index.ts';
import { recordFrom } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { membersOf } from '../audience.ts';
import { allocateSteps } from '../effect/allocation.ts';
import { opensOfStep } from '../running/rules.ts';
import { laterRows } from '../running/tired.ts';
import type { Campaign } from '../running/campaign.ts';

/**
 * Freezes the roster of a campaign from the register of today: one line for each person of the audience, and with a stepped start the step of each unit. Returns how many people stand on it.
 * Pass the context of the transaction in which the campaign begins to run.
 */
export async function freezeRoster(ctx: Ctx, campaign: Campaign): Promise<number> {
  await drawSteps(ctx, campaign);
  await all(
    ctx.db,
    sql`
    insert into campaigns.line (id, campaign_id, person_id, unit_id, reason, register_day, opens, state_at)
    select kernel.new_id(), ${campaign.id}::uuid, member.person_id, member.unit_id, 'audience', ${ctx.today}::date, greatest(coalesce(step.opens, ${campaign.starts}::date), later.opens), ${ctx.now.toString()}::timestamptz
    from (${membersOf(campaign, ctx.today)}) as member (person_id, unit_id)
    left join (${stepsOfUnits(ctx, campaign)}) as step on step.unit_id = member.unit_id
    left join (${laterRows(campaign)}) as later on later.person_id = member.person_id`,
  );
  await all(
    ctx.db,
    sql`
    update campaigns.campaign
    set register_day = ${ctx.today},
      frozen_at = ${ctx.now.toString()}
    where campaign.id = ${campaign.id}`,
  );
  await enterLines(ctx, campaign.id, sql`line.campaign_id = ${campaign.id}`, 'enter');
  const row = await one(ctx.db, sql<{ n: number }>`select count(*) as n from campaigns.line where line.campaign_id = ${campaign.id}`);
  return row?.n ?? 0;
}

/** Writes what goes with new lines: event, span and fact of each that fulfils a condition. */
export async function enterLines(ctx: Ctx, campaignId: string, where: ReturnType<typeof sql<boolean>>, act: 'enter' | 'join'): Promise<void> {
  await all(
    ctx.db,
    sql`
    with told as (
      insert into campaigns.line_event (id, line_id, at, day, act, after, unit_id)
      select kernel.new_id(), line.id, ${ctx.now.toString()}, ${ctx.today}, ${act}::text, line.state, line.unit_id
      from campaigns.line
      where ${where}
    )
    insert into campaigns.line_span (line_id, unit_id, state, valid_from)
    select line.id, line.unit_id, line.state, ${ctx.today}
    from campaigns.line
    where ${where}`,
  );
  await recordFrom(
    ctx,
    sql`
    select 'campaigns.line-entered'::text, line.id, line.unit_id, ${ctx.today}::date, null::numeric, jsonb_build_object('campaign', ${campaignId}::text, 'reason', line.reason), null::uuid
    from campaigns.line
    where ${where}`,
  );
}

async function drawSteps(ctx: Ctx, campaign: Campaign): Promise<void> {
  if (campaign.steps < 2) return;
  const units = await all(
    ctx.db,
    sql<{ id: string }>`
    select below.unit_id as id
    from kernel.unit_ancestor as below
    where below.ancestor_id = ${campaign.unitId}
      and below.depth = 1
      and below.valid_from <= ${ctx.today}
      and below.valid_to > ${ctx.today}`,
  );
  const drawn = [
    ...allocateSteps(
      units.map(({ id }) => id),
      campaign.steps,
      campaign.seed,
    ),
  ];
  await all(
    ctx.db,
    sql`
    insert into campaigns.campaign_step (campaign_id, unit_id, step, opens)
    select ${campaign.id}::uuid, step.unit_id, step.step, step.opens
    from unnest(
      ${drawn.map(([unit]) => unit)}::uuid[],
      ${drawn.map(([, step]) => step)}::integer[],
      ${drawn.map(([, step]) => opensOfStep(campaign, step))}::date[]
    ) as step (unit_id, step, opens)`,
  );
}

/** Units with the day on which the step of the unit above them opens. */
export function stepsOfUnits(ctx: Pick<Ctx, 'today'>, campaign: Pick<Campaign, 'id'>) {
  return sql`
    select below.unit_id, step.opens
    from campaigns.campaign_step as step
    join kernel.unit_ancestor as below
      on below.ancestor_id = step.unit_id
      and below.valid_from <= ${ctx.today}
      and below.valid_to > ${ctx.today}
    where step.campaign_id = ${campaign.id}`;
}
