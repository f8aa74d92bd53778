import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { Audience } from '#kernel/audience/index.ts';
import { Ladder, TestPlan } from '../model.ts';

/** A campaign as it is kept. */
export type Campaign = {
  id: string;
  unitId: string;
  titleVi: string;
  titleEn: string;
  why: string;
  template: string | null;
  audience: Audience;
  state: 'draft' | 'submitted' | 'approved' | 'running' | 'ended';
  starts: Day;
  joinersUntil: Day;
  ends: Day;
  ladder: Ladder;
  test: TestPlan;
  steps: number;
  stepDays: number;
  seed: string;
  registerDay: Day | null;
  createdBy: string | null;
  approvedBy: string | null;
  refreshes: string | null;
  endedOn: Day | null;
  /** From which day people are asked who stand in too many campaigns already. */
  tiredFrom: Day | null;
};

type Row = Omit<Campaign, 'audience' | 'ladder' | 'test'> & { audience: unknown; ladder: unknown; test: unknown };

const columns = sql`
  campaign.id, campaign.unit_id as "unitId", campaign.title_vi as "titleVi", campaign.title_en as "titleEn", campaign.why, campaign.template, campaign.audience, campaign.state,
  campaign.starts, campaign.joiners_until as "joinersUntil", campaign.ends, campaign.ladder, campaign.test, campaign.steps, campaign.step_days as "stepDays", campaign.seed,
  campaign.register_day as "registerDay", campaign.created_by as "createdBy", campaign.approved_by as "approvedBy", campaign.refreshes, campaign.ended_on as "endedOn",
  campaign.tired_from as "tiredFrom"`;

function parsed(row: Row): Campaign {
  return { ...row, audience: Value.Parse(Audience, row.audience), ladder: Value.Parse(Ladder, row.ladder), test: Value.Parse(TestPlan, row.test) };
}

/** A campaign; throws `missing`. */
export async function getCampaign(db: Db, id: string): Promise<Campaign> {
  const row = await one(db, sql<Row>`select ${columns} from campaigns.campaign where campaign.id = ${id}`);
  return parsed(found(row, 'campaigns.no-campaign'));
}

/** The unit that a campaign belongs to, for permissions. */
export async function unitOfCampaign(ctx: { db: Db }, { id }: { id: string }): Promise<string> {
  return (await getCampaign(ctx.db, id)).unitId;
}

/** The campaigns that fulfil a condition, newest first, at most 200. */
export async function listCampaignRows(db: Db, where: RawBuilder<unknown>): Promise<Campaign[]> {
  const rows = await all(
    db,
    sql<Row>`
    select ${columns}
    from campaigns.campaign
    where ${where}
    order by campaign.starts desc, campaign.id desc
    limit 200`,
  );
  return rows.map(parsed);
}

/** Keeps a new campaign as a draft, or the changed draft of the same id. */
export async function putCampaign(db: Db, given: Omit<Campaign, 'state' | 'registerDay' | 'approvedBy' | 'endedOn' | 'tiredFrom'>): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.campaign (id, unit_id, title_vi, title_en, why, template, audience, state, starts, joiners_until, ends, ladder, test, steps, step_days, seed, refreshes, created_by)
    values (${given.id}, ${given.unitId}, ${given.titleVi}, ${given.titleEn}, ${given.why}, ${given.template}, ${JSON.stringify(given.audience)}::jsonb, 'draft', ${given.starts},
      ${given.joinersUntil}, ${given.ends}, ${JSON.stringify(given.ladder)}::jsonb, ${JSON.stringify(given.test)}::jsonb, ${given.steps}, ${given.stepDays}, ${given.seed},
      ${given.refreshes}, ${given.createdBy})
    on conflict (id) do update
    set title_vi = excluded.title_vi,
      title_en = excluded.title_en,
      why = excluded.why,
      audience = excluded.audience,
      starts = excluded.starts,
      joiners_until = excluded.joiners_until,
      ends = excluded.ends,
      ladder = excluded.ladder,
      test = excluded.test,
      steps = excluded.steps,
      step_days = excluded.step_days,
      tired_from = case when campaign.tired_from > excluded.starts and campaign.tired_from <= excluded.ends then campaign.tired_from end,
      created_by = excluded.created_by
    where campaign.state = 'draft'`,
  );
}

/** Puts the messages of a draft in their place, each in the version given. */
export async function putCampaignMessages(db: Db, id: string, messages: { messageId: string; version: number }[]): Promise<void> {
  await all(db, sql`delete from campaigns.campaign_message where campaign_message.campaign_id = ${id}`);
  await all(
    db,
    sql`
    insert into campaigns.campaign_message (campaign_id, message_id, version, place)
    select ${id}::uuid, message.id, message.version, message.place
    from unnest(
      ${messages.map(({ messageId }) => messageId)}::uuid[],
      ${messages.map(({ version }) => version)}::integer[],
      ${messages.map((_, at) => at + 1)}::integer[]
    ) as message (id, version, place)`,
  );
}

/** The messages of a campaign in their order, each in the version that is asked. */
export async function listCampaignMessages(db: Db, id: string): Promise<{ messageId: string; version: number; titleVi: string; titleEn: string }[]> {
  return all(
    db,
    sql<{ messageId: string; version: number; titleVi: string; titleEn: string }>`
    select asked.message_id as "messageId", asked.version, version.title_vi as "titleVi", version.title_en as "titleEn"
    from campaigns.campaign_message as asked
    join campaigns.message_version as version
      on version.message_id = asked.message_id
      and version.version = asked.version
    where asked.campaign_id = ${id}
    order by asked.place`,
  );
}

/** Moves a campaign from one state to another; false when it was not in the first. */
export async function stepCampaign(
  db: Db,
  id: string,
  from: Campaign['state'],
  to: Campaign['state'],
  more: { approvedBy?: string | null; at?: Temporal.Instant; endedOn?: Day } = {},
): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    update campaigns.campaign
    set state = ${to},
      approved_by = coalesce(${more.approvedBy ?? null}::uuid, campaign.approved_by),
      approved_at = coalesce(${more.at?.toString() ?? null}::timestamptz, campaign.approved_at),
      ended_on = coalesce(${more.endedOn ?? null}::date, campaign.ended_on)
    where campaign.id = ${id}
      and campaign.state = ${from}
    returning campaign.id`,
  );
  return row !== undefined;
}
