import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { CampaignId, closed } from '../model.ts';
import { unitOfCampaign } from '../running/campaign.ts';
import { unitNameOf } from '../units.ts';

/** Which unit starts in which step. */
export const listSteps = operation({
  name: 'campaigns.list-steps',
  summary: 'Which units were drawn into which step of a stepped start, with the day on which each opens; whoever has the seed can draw them again. Empty without steps.',
  kind: 'read',
  http: 'GET /campaigns/{id}/steps',
  permission: 'campaigns.see-board',
  unit: unitOfCampaign,
  input: Type.Object({ id: CampaignId }, closed),
  output: Type.Array(
    Type.Object(
      {
        step: Type.Integer({ description: 'Step, from 1' }),
        opens: Type.String({ description: 'Day on which it opens' }),
        units: Type.Array(Type.String(), { description: 'Units, by name' }),
      },
      closed,
    ),
  ),
  run: async (ctx, { id }) =>
    all(
      ctx.db,
      sql<{ step: number; opens: string; units: string[] }>`
      select drawn.step, drawn.opens, array_agg(drawn.name order by drawn.name) as units
      from (
        select step.step, step.opens, ${unitNameOf('step', ctx.locale)} as name
        from campaigns.campaign_step as step
        where step.campaign_id = ${id}
      ) as drawn
      group by drawn.step, drawn.opens
      order by drawn.step`,
    ),
});
