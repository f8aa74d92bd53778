import { all, inTransaction, sql } from '#base/db/index.ts';
import { record } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { freezeRoster } from '../roster/freeze.ts';
import { moveLines } from '../roster/move.ts';
import { listCampaignRows, stepCampaign, type Campaign } from './campaign.ts';

/** Starts an approved campaign: its roster is frozen from the register of today. Returns how many people stand on it; nothing when somebody else started it. Pass the context of the transaction. */
export async function startCampaign(ctx: Ctx, campaign: Campaign): Promise<number> {
  if (!(await stepCampaign(ctx.db, campaign.id, 'approved', 'running'))) return 0;
  const people = await freezeRoster(ctx, campaign);
  await record(ctx, [{ kind: 'campaigns.campaign-changed', subject: campaign.id, unitId: campaign.unitId, day: ctx.today, data: { what: 'started' } }]);
  return people;
}

/** Ends a running campaign: whoever has not understood ends as excused with the reason. Returns how many these are. */
export async function stopCampaign(ctx: Ctx, campaign: Campaign, reason: string): Promise<number> {
  const open = await all(ctx.db, sql<{ id: string }>`select line.id from campaigns.line where line.campaign_id = ${campaign.id} and line.ended_on is null`);
  const excused = await moveLines(
    ctx,
    open.map(({ id }) => id),
    'excuse',
    { note: reason },
  );
  await endCampaign(ctx, campaign);
  return excused.length;
}

async function endCampaign(ctx: Ctx, campaign: Campaign): Promise<void> {
  if (!(await stepCampaign(ctx.db, campaign.id, 'running', 'ended', { endedOn: ctx.today }))) return;
  await record(ctx, [{ kind: 'campaigns.campaign-changed', subject: campaign.id, unitId: campaign.unitId, day: ctx.today, data: { what: 'ended' } }]);
}

/** Starts approved campaigns whose day has come, and ends running ones in which every line has ended and nobody can join any more. */
export async function advanceCampaigns(ctx: Ctx): Promise<void> {
  for (const campaign of await listCampaignRows(ctx.db, sql`campaign.state = 'approved' and campaign.starts <= ${ctx.today}`)) {
    await inTransaction(ctx.db, (db) => startCampaign({ ...ctx, db }, campaign));
  }
  const over = sql`
    campaign.state = 'running'
    and campaign.joiners_until < ${ctx.today}
    and not exists (
      select 1
      from campaigns.line
      where line.campaign_id = campaign.id
        and line.ended_on is null)`;
  for (const campaign of await listCampaignRows(ctx.db, over)) await inTransaction(ctx.db, (db) => endCampaign({ ...ctx, db }, campaign));
}

/** Every five minutes. */
export const advanceTask = every(300, 'campaigns.advance', advanceCampaigns);
