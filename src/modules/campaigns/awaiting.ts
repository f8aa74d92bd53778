import type { Awaiting } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf, rootsOf } from '#kernel/org/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { countHelp } from './contact/store.ts';

/** What awaits a person: what asks them, whom they should help, what they should approve. Four short statements at the most. */
export async function listCampaignsAwaiting(ctx: Ctx): Promise<Awaiting[]> {
  const person = personOf(ctx.actor);
  if (person === undefined) return [];
  const open = await all(
    ctx.db,
    sql<{ id: string; title: string; ends: string }>`
    select line.id, ${ctx.locale === 'vi' ? sql`campaign.title_vi` : sql`campaign.title_en`} as title, campaign.ends
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    where line.person_id = ${person}
      and line.ended_on is null
      and (line.state <> 'needs-help' or line.help = 'done')
      and line.opens <= ${ctx.today}
      and campaign.state = 'running'
    order by campaign.ends
    limit 5`,
  );
  const mine = open.map(({ id, title, ends }): Awaiting => ({ key: 'campaigns.awaiting', values: { title }, href: `/understand/${id}`, due: ends }));
  const roots = rootsOf(ctx.actor, 'campaigns.help-unit');
  const help = roots === 'everywhere' || roots.length === 0 ? 0 : await countHelp(ctx.db, roots, ctx.today);
  const approving = rootsOf(ctx.actor, 'campaigns.approve');
  const waiting = approving !== 'everywhere' && approving.length === 0 ? { campaigns: 0, messages: 0 } : await countSubmitted(ctx, person);
  return [
    ...mine,
    ...(help === 0 ? [] : [{ key: 'campaigns.awaiting-help', values: { n: help }, href: '/campaigns/contact', due: undefined }]),
    ...(waiting.campaigns === 0 ? [] : [{ key: 'campaigns.awaiting-approval', values: { n: waiting.campaigns }, href: '/campaigns', due: undefined }]),
    ...(waiting.messages === 0 ? [] : [{ key: 'campaigns.awaiting-messages', values: { n: waiting.messages }, href: '/campaigns/messages', due: undefined }]),
  ];
}

/** Campaigns and messages that others handed in; both are few at any time. */
async function countSubmitted(ctx: Ctx, person: string): Promise<{ campaigns: number; messages: number }> {
  const row = await one(
    ctx.db,
    sql<{ campaigns: number; messages: number }>`
    select
      (select count(*)
        from campaigns.campaign
        where campaign.state = 'submitted'
          and campaign.created_by is distinct from ${person}::uuid) as campaigns,
      (select count(*)
        from campaigns.message_version as version
        where version.state = 'submitted'
          and version.written_by is distinct from ${person}::uuid) as messages`,
  );
  return row ?? { campaigns: 0, messages: 0 };
}
