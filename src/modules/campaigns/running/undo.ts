import Type from 'typebox';
import { all, one, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { CampaignId, closed } from '../model.ts';
import { getCampaign, unitOfCampaign } from './campaign.ts';

/** Takes a campaign back that waits. */
export const withdrawCampaign = operation({
  name: 'campaigns.withdraw-campaign',
  summary: 'Take back a campaign that waits for approval, or for its first day: it is a draft again, to be changed and approved anew. Nobody on its roster was told anything.',
  kind: 'write',
  http: 'POST /campaigns/{id}/withdrawal',
  permission: 'campaigns.prepare',
  unit: unitOfCampaign,
  input: Type.Object({ id: CampaignId }, closed),
  output: Type.Object({ state: Type.String({ description: 'New state' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const { state, unitId } = await getCampaign(ctx.db, id);
    const back = await one(
      ctx.db,
      sql<{ id: string }>`
      update campaigns.campaign
      set state = 'draft',
        approved_by = null,
        approved_at = null
      where campaign.id = ${id}
        and campaign.state in ('submitted', 'approved')
      returning campaign.id`,
    );
    if (back === undefined) throw new Problem('conflict', 'campaigns-wizard.not-waiting');
    if (state === 'approved') await record(ctx, [{ kind: 'campaigns.campaign-changed', subject: id, unitId, day: ctx.today, data: { what: 'withdrawn' } }]);
    return { state: 'draft' };
  },
});

/** Throws a draft away. */
export const dropCampaign = operation({
  name: 'campaigns.drop-campaign',
  summary: 'Throw the draft of a campaign away. Only a draft: whatever was started stays for good.',
  kind: 'write',
  http: 'DELETE /campaigns/{id}',
  permission: 'campaigns.prepare',
  unit: unitOfCampaign,
  input: Type.Object({ id: CampaignId }, closed),
  output: Type.Object({}, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const { state } = await getCampaign(ctx.db, id);
    if (state !== 'draft') throw new Problem('conflict', 'campaigns-wizard.no-draft');
    await all(ctx.db, sql`delete from campaigns.campaign_message where campaign_message.campaign_id = ${id}`);
    await all(ctx.db, sql`delete from campaigns.campaign where campaign.id = ${id} and campaign.state = 'draft'`);
    return {};
  },
});

/** What can be taken back of campaigns. */
export const undoOperations = [withdrawCampaign, dropCampaign];
