import Type from 'typebox';
import { Value } from 'typebox/value';
import { all, sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { closed, TestPlan } from '../model.ts';
import { exactOf, planFor } from '../understanding/sequential.ts';
import { shareUnderstood } from '../understanding/share.ts';
import { titleIn } from '../units.ts';
import { QUESTIONS } from './asking.ts';

/** Below this corrected share a refreshing campaign is proposed. */
const FADED = 0.8;

const Share = (description: string) => Type.Number({ description });

/** What a renewal says of who still understands; undefined while fewer than ten have answered. */
export function renewalShare(test: TestPlan, { answered, understood }: { answered: number; understood: number }) {
  if (answered < MINIMUM_GROUP) return undefined;
  const plan = planFor(test, QUESTIONS);
  const share = shareUnderstood(understood, answered, exactOf({ ...plan, least: plan.most }));
  return share && { ...share, faded: share.share < FADED };
}

/** The campaigns that should be refreshed. */
export const listFaded = operation({
  name: 'campaigns.list-faded',
  summary:
    'The campaigns of the asker’s units whose last renewal shows that understanding has faded and that no other campaign refreshes yet, with the share that still understands.',
  kind: 'read',
  http: 'GET /campaigns/faded',
  permission: 'campaigns.prepare',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        id: Type.String({ description: 'Campaign' }),
        title: Type.String({ description: 'Title' }),
        share: Share('Share that still understands (0 to 1)'),
        from: Share('Lower bound, 95 %'),
        to: Share('Upper bound, 95 %'),
      },
      closed,
    ),
  ),
  run: async (ctx) => {
    const rows = await all(
      ctx.db,
      sql<{ id: string; title: string; test: unknown; answered: number; understood: number }>`
      select campaign.id, ${titleIn(ctx.locale)} as title, campaign.test, count(own.answered_at) as answered, count(*) filter (where own.understood) as understood
      from campaigns.campaign
      join lateral (
        select wave.id
        from campaigns.wave
        where wave.campaign_id = campaign.id
          and wave.kind = 'renewal'
        order by wave.opens desc, wave.id desc
        limit 1
      ) as last on true
      join campaigns.wave_answer as own on own.wave_id = last.id
      where ${scope(ctx.actor, 'campaigns.prepare', sql`campaign.unit_id`, ctx.today)}
        and not exists (
          select 1
          from campaigns.campaign as next
          where next.refreshes = campaign.id)
      group by campaign.id
      order by campaign.starts desc
      limit 20`,
    );
    return rows.flatMap(({ id, title, test, ...counts }) => {
      const renewal = renewalShare(Value.Parse(TestPlan, test), counts);
      return renewal?.faded === true ? [{ id, title, share: renewal.share, from: renewal.from, to: renewal.to }] : [];
    });
  },
});
