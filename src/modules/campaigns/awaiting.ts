import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf, rootsOf } from '#kernel/org/index.ts';
import { sql } from '#base/db/index.ts';
import { contactWork } from './contact/store.ts';

/** What awaits a person: what asks them, whom they should help, what they should approve. */
export function campaignsAwaiting(ctx: Ctx): Awaits[] {
  const person = personOf(ctx.actor);
  if (person === undefined) return [];
  const roots = rootsOf(ctx.actor, 'campaigns.help-unit');
  return [
    open(ctx, person),
    ...(roots === 'everywhere' || roots.length === 0 ? [] : [contact(ctx, roots)]),
    ...(mayAnywhere(ctx.actor, 'campaigns.approve') ? [submitted(person)] : []),
  ];
}

function open(ctx: Ctx, person: string): Awaits {
  return awaits(
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
    (rows) => rows.map(({ id, title, ends }) => ({ key: 'campaigns.awaiting', values: { title }, href: `/understand/${id}`, due: ends })),
  );
}

/** What a contact has to do, each number opening onto its people. */
function contact(ctx: Ctx, roots: string[]): Awaits {
  return awaits(contactWork(roots, ctx.today), (rows) =>
    rows.flatMap((row) =>
      (['help', 'again', 'address'] as const)
        .filter((why) => row[why] > 0)
        .map((why) => ({ key: `campaigns.awaiting-${why}`, values: { n: row[why] }, href: `/campaigns/contact?why=${why}`, due: undefined })),
    ),
  );
}

/** Campaigns and messages that others handed in; both are few at any time. */
function submitted(person: string): Awaits {
  return awaits(
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
    (rows) =>
      rows.flatMap(({ campaigns, messages }) => [
        ...(campaigns === 0 ? [] : [{ key: 'campaigns.awaiting-approval', values: { n: campaigns }, href: '/campaigns', due: undefined }]),
        ...(messages === 0 ? [] : [{ key: 'campaigns.awaiting-messages', values: { n: messages }, href: '/campaigns/messages', due: undefined }]),
      ]),
  );
}
