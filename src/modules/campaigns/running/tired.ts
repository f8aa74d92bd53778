import Type from 'typebox';
import { all, one, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { membersOf } from '../audience.ts';
import { CampaignId, closed, nullable } from '../model.ts';
import { getCampaign, type Campaign, unitOfCampaign } from './campaign.ts';
import { CAMPAIGNS_AT_ONCE } from './rules.ts';

/** SQL: people who stand open on as many rosters of other running campaigns as is good, each with the day from which they do not, when these end as planned. */
export function tiredRows(campaign: Pick<Campaign, 'id'>) {
  return sql`
    select line.person_id, (array_agg(running.ends order by running.ends desc))[${CAMPAIGNS_AT_ONCE}::integer] + 1 as rested
    from campaigns.line
    join campaigns.campaign as running on running.id = line.campaign_id
    where line.ended_on is null
      and running.state = 'running'
      and running.id <> ${campaign.id}
    group by line.person_id
    having count(*) >= ${CAMPAIGNS_AT_ONCE}`;
}

/** How many of the audience stand on as many rosters as is good, and the day from which none of them does; null when that day has passed or there is nobody. */
export async function countTired(ctx: Ctx, campaign: Campaign): Promise<{ tired: number; rested: string | null }> {
  const row = await one(
    ctx.db,
    sql<{ tired: number; rested: string | null }>`
    select count(*) as tired, max(busy.rested) as rested
    from (${tiredRows(campaign)}) as busy
    join (${membersOf(campaign, ctx.today)}) as member (person_id, unit_id) on member.person_id = busy.person_id`,
  );
  const { tired = 0, rested = null } = row ?? {};
  return { tired, rested: rested !== null && rested > ctx.today ? rested : null };
}

/** SQL: the people who are asked from a later day on, with that day; nobody when the campaign says nothing of them. */
export function laterRows(campaign: Campaign) {
  return campaign.tiredFrom === null
    ? sql`select null::uuid as person_id, null::date as opens where false`
    : sql`select busy.person_id, ${campaign.tiredFrom}::date as opens from (${tiredRows(campaign)}) as busy`;
}

/** Asks whoever stands in too many campaigns later. */
export const askLater = operation({
  name: 'campaigns.ask-later',
  summary:
    'Say from which day people are asked who already stand in too many running campaigns, so that the others can begin; they are on the roster from the start. Left out: nobody is asked later.',
  kind: 'write',
  http: 'POST /campaigns/{id}/later',
  permission: 'campaigns.prepare',
  unit: unitOfCampaign,
  input: Type.Object({ id: CampaignId, from: Type.Optional(Type.String({ format: 'date', description: 'Day after the first and not after the last of the campaign' })) }, closed),
  output: Type.Object({ from: nullable(Type.String({ description: 'Day that is kept' })) }, closed),
  trace: ({ id }, { from }) => ({ subject: id, detail: { from } }),
  run: async (ctx, { id, from = null }) => {
    const { state, starts, ends, tiredFrom } = await getCampaign(ctx.db, id);
    if (state !== 'draft') throw new Problem('conflict', 'campaigns-wizard.no-draft');
    const fits = from === null ? tiredFrom !== null : from > starts && from > ctx.today && from <= ends;
    if (!fits) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/from', code: 'campaigns-wizard.fault-later' }]);
    await all(ctx.db, sql`update campaigns.campaign set tired_from = ${from} where campaign.id = ${id} and campaign.state = 'draft'`);
    return { from };
  },
});
