import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { CampaignId, closed, nullable } from '../model.ts';
import { titleIn } from '../units.ts';

const Text = (description: string) => Type.String({ description });
const Count = (description: string) => Type.Integer({ description });

/** The campaigns of the whole city, for residents. */
export const listSummaries = operation({
  name: 'campaigns.list-summaries',
  summary: 'The campaigns of the whole city that run or are over, newest first: title, days, how many officials have understood. Groups under ten are not counted.',
  kind: 'read',
  http: 'GET /campaigns/summaries',
  permission: 'public',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        id: CampaignId,
        title: Text('Title'),
        starts: Text('First day'),
        ends: Text('Day by which everybody should have understood'),
        endedOn: nullable(Text('Day of ending')),
        asked: nullable(Count('People to understand; null: a group under ten')),
        understood: nullable(Count('People who have understood')),
        excused: nullable(Count('People excused with a reason; null: fewer than ten, or none')),
      },
      closed,
    ),
    { maxItems: 50 },
  ),
  run: async (ctx) => {
    const root = await getRoot(ctx.db, ctx.today);
    const rows = await all(
      ctx.db,
      sql<{ id: string; title: string; starts: string; ends: string; endedOn: string | null; asked: number; understood: number; excused: number }>`
      select campaign.id, ${titleIn(ctx.locale)} as title, campaign.starts, campaign.ends, campaign.ended_on as "endedOn", counted.asked, counted.understood, counted.excused
      from campaigns.campaign
      cross join lateral (
        select count(*) filter (where line.state not in ('excused', 'left')) as asked, count(*) filter (where line.state = 'understood') as understood,
          count(*) filter (where line.state = 'excused') as excused
        from campaigns.line
        where line.campaign_id = campaign.id
      ) as counted
      where campaign.unit_id = ${root.id}
        and campaign.state in ('running', 'ended')
      order by campaign.starts desc, campaign.id desc
      limit 50`,
    );
    return rows.map(({ asked, understood, excused, ...row }) =>
      asked < MINIMUM_GROUP ? { ...row, asked: null, understood: null, excused: null } : { ...row, asked, understood, excused: excused < MINIMUM_GROUP ? null : excused },
    );
  },
});

/** What residents can ask of all campaigns. */
export const summaryOperations = [listSummaries];
