import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { titleIn, unitNameOf, unitsBelow } from '../units.ts';

/** A letter that waits to be printed and handed over. */
export type Waiting = {
  id: string;
  lineId: string;
  campaignId: string;
  personId: string;
  name: string;
  staffCode: string;
  unitName: string;
  title: string;
  why: string;
  ends: Day;
  since: Date;
};

/** The letters of a unit and all under it that wait, those of one unit together. At most 300. */
export async function listWaiting(db: Db, unitId: string, today: Day, locale: Locale): Promise<Waiting[]> {
  return all(
    db,
    sql<Waiting>`
    select send.id, line.id as "lineId", line.campaign_id as "campaignId", line.person_id as "personId", person.name, person.staff_code as "staffCode",
      ${unitNameOf('line', locale)} as "unitName", ${titleIn(locale)} as title, campaign.why, campaign.ends, send.created_at as since
    from campaigns.send
    join campaigns.line on line.id = send.line_id
    join campaigns.campaign on campaign.id = line.campaign_id
    join kernel.person on person.id = line.person_id
    where send.channel = 'letter'
      and send.state = 'handed'
      and line.ended_on is null
      and campaign.state = 'running'
      and line.unit_id in (${unitsBelow(unitId, today)})
    order by line.unit_id, person.name_sort, send.id
    limit 300`,
  );
}

/** The message that each line is at: the first that is not understood. */
export async function listAt(db: Db, lines: string[]): Promise<Map<string, { messageId: string; version: number }>> {
  const rows = await all(
    db,
    sql<{ lineId: string; messageId: string; version: number }>`
    select distinct on (line.id) line.id as "lineId", asked.message_id as "messageId", asked.version
    from campaigns.line
    join campaigns.campaign_message as asked on asked.campaign_id = line.campaign_id
    left join campaigns.line_message as own
      on own.line_id = line.id
      and own.message_id = asked.message_id
    where line.id = any(${lines}::uuid[])
      and own.understood_at is null
    order by line.id, asked.place`,
  );
  return new Map(rows.map(({ lineId, ...at }) => [lineId, at]));
}
