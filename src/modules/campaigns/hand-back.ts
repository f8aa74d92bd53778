import Type from 'typebox';
import { ZONE } from '#base/clock/index.ts';
import { one, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import { personOf } from '#kernel/org/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { closed } from './model.ts';

/** Why something is handed back, as input of a decision. */
export const Reason = Type.Optional(Type.String({ maxLength: 500, description: 'What should be changed, told to whoever wrote it; must be given when it is handed back' }));

/** Why and when something was last handed back. */
export const HandedBack = Type.Object({ reason: Type.String({ description: 'What should be changed' }), day: Type.String({ description: 'Day' }) }, closed);
export type HandedBack = Type.Static<typeof HandedBack>;

/** What can be handed back: where it stands, who wrote it, and what they are told. */
type Handed = { what: 'campaign'; id: string; author: string | null; title: string } | { what: 'message'; id: string; version: number; author: string | null; title: string };

/** Hands something that was submitted back to whoever wrote it, with the reason, and tells them; throws `invalid` without a reason, `conflict` when it is not submitted any more. Pass the context of the act. */
export async function handBack(ctx: Ctx, given: Handed, reason: string | undefined): Promise<void> {
  const said = (reason ?? '').trim();
  if (said.length < 10) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/reason', code: 'campaigns.fault-reason-missing' }]);
  const why = sql`
    set state = 'draft',
      handed_back = ${said},
      handed_back_at = ${ctx.now.toString()}::timestamptz,
      handed_back_by = ${personOf(ctx.actor) ?? null}::uuid`;
  const back = await one(
    ctx.db,
    given.what === 'campaign'
      ? sql<{ id: string }>`
    update campaigns.campaign
    ${why}
    where campaign.id = ${given.id}
      and campaign.state = 'submitted'
    returning campaign.id`
      : sql<{ id: string }>`
    update campaigns.message_version
    ${why}
    where message_version.message_id = ${given.id}
      and message_version.version = ${given.version}
      and message_version.state = 'submitted'
    returning message_version.message_id as id`,
  );
  // Somebody else has decided in the same moment.
  if (back === undefined) throw new Problem('conflict', given.what === 'campaign' ? 'campaigns-wizard.not-submitted' : 'campaigns-message.not-submitted');
  await notify(ctx, {
    to: given.author === null ? [] : [given.author],
    key: given.what === 'campaign' ? 'campaigns.told-campaign-handed-back' : 'campaigns.told-message-handed-back',
    values: { title: given.title, reason: said },
    href: given.what === 'campaign' ? `/campaigns/${given.id}` : `/campaigns/messages/${given.id}`,
    email: true,
  });
}

/** Why and when a draft, or what is submitted anew, was last handed back; null when it never was. */
export async function lastHandedBack(db: Db, { what, id, version = 0 }: { what: 'campaign' | 'message'; id: string; version?: number }): Promise<HandedBack | null> {
  const row = await one(
    db,
    what === 'campaign'
      ? sql<HandedBack>`
    select campaign.handed_back as reason, (campaign.handed_back_at at time zone ${ZONE})::date as day
    from campaigns.campaign
    where campaign.id = ${id}
      and campaign.state in ('draft', 'submitted')
      and campaign.handed_back is not null`
      : sql<HandedBack>`
    select told.handed_back as reason, (told.handed_back_at at time zone ${ZONE})::date as day
    from campaigns.message_version as told
    where told.message_id = ${id}
      and told.version = ${version}
      and told.state in ('draft', 'submitted')
      and told.handed_back is not null`,
  );
  return row ?? null;
}
