import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import type { LineState } from '../model.ts';

/** How many lines of a unit right below stand in a state; unit null: the unit itself, or one that is no more. */
export type Cell = { unitId: string | null; state: LineState; people: number };

/** The lines of a campaign by state, added up to the units right below one, as the tree is today. */
export async function countByUnit(db: Db, campaignId: string, unitId: string, today: Day): Promise<Cell[]> {
  return all(
    db,
    sql<Cell>`
    with counted as (
      select line.unit_id, line.state, count(*) as people
      from campaigns.line
      where line.campaign_id = ${campaignId}
      group by line.unit_id, line.state
    ), inside as (
      select below.unit_id
      from kernel.unit_ancestor as below
      where below.ancestor_id = ${unitId}
        and below.valid_from <= ${today}
        and below.valid_to > ${today}
    ), child as (
      select below.unit_id, below.ancestor_id as child_id
      from kernel.unit_ancestor as first
      join kernel.unit_ancestor as below
        on below.ancestor_id = first.unit_id
        and below.valid_from <= ${today}
        and below.valid_to > ${today}
      where first.ancestor_id = ${unitId}
        and first.depth = 1
        and first.valid_from <= ${today}
        and first.valid_to > ${today}
    )
    select child.child_id as "unitId", counted.state, sum(counted.people)::integer as people
    from counted
    left join child on child.unit_id = counted.unit_id
    where counted.unit_id in (select inside.unit_id from inside)
    group by child.child_id, counted.state`,
  );
}

/** SQL: that whoever was told anew had no telling before over the same channel that stands so too. */
const firstSo = sql`not exists (
      select 1
      from campaigns.send as before
      where before.line_id = send.line_id
        and before.channel = send.channel
        and before.state = send.state
        and before.round < send.round)`;

/** How many people of a campaign have tellings that stand so, by channel. */
export async function countSends(db: Db, campaignId: string): Promise<{ channel: string; state: string; n: number }[]> {
  return all(
    db,
    sql<{ channel: string; state: string; n: number }>`
    select send.channel, send.state, count(*) filter (where send.round = 1 or ${firstSo}) as n
    from campaigns.send
    where send.campaign_id = ${campaignId}
    group by send.channel, send.state
    order by send.channel, send.state`,
  );
}

/** The tests of a campaign by round: how many were decided and how many passed. */
export async function countRounds(db: Db, campaignId: string): Promise<{ round: number; sat: number; passed: number }[]> {
  return all(
    db,
    sql<{ round: number; sat: number; passed: number }>`
    select test.round, count(*) as sat, count(*) filter (where test.decision = 'understood') as passed
    from campaigns.test
    join campaigns.line on line.id = test.line_id
    where line.campaign_id = ${campaignId}
      and test.purpose = 'decide'
      and test.decision in ('understood', 'not-yet')
    group by test.round
    order by test.round`,
  );
}

/** The families that were answered wrongly most often in first tests, with their message: what was not put plainly. */
export async function listHardFamilies(db: Db, campaignId: string): Promise<{ messageId: string; family: string; asked: number; wrong: number }[]> {
  return all(
    db,
    sql<{ messageId: string; family: string; asked: number; wrong: number }>`
    select test.message_id as "messageId", asked.family, count(*) as asked, count(*) filter (where not asked.correct) as wrong
    from campaigns.test
    join campaigns.line on line.id = test.line_id
    join campaigns.test_item as asked on asked.test_id = test.id
    where line.campaign_id = ${campaignId}
      and test.round = 1
      and test.purpose = 'decide'
      and test.decision is distinct from 'corrected'
      and asked.correct is not null
    group by test.message_id, asked.family
    order by (count(*) filter (where not asked.correct))::numeric / count(*) desc, asked.family
    limit 5`,
  );
}
