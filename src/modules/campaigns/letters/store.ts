import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { communeOf } from '#kernel/org/index.ts';
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
  /** Whose campaign it is. */
  ownerName: string;
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
      ${unitNameOf('line', locale)} as "unitName", ${titleIn(locale)} as title, ${unitNameOf('campaign', locale)} as "ownerName",
      campaign.why, campaign.ends, send.created_at as since
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

/** Who sends letters: the unit whose contact prints them, what stands above it, and where it sits as far as the register has it. In Vietnamese. */
export type Sender = { name: string; above: string | null; commune: string | null; city: string | null };

/** The unit that sends letters, as it is called today; undefined when there is none. An address that is no more than the city is none. */
export async function findSender(db: Db, unitId: string, today: Day): Promise<Sender | undefined> {
  return one(
    db,
    sql<Sender>`
    select own.name_vi as name, above.name_vi as above, commune.name_vi as commune, case when commune.name_vi is not null then city.name_vi end as city
    from kernel.unit_version as own
    left join kernel.unit_version as above
      on above.unit_id = own.parent_id
      and above.valid_from <= ${today}
      and above.valid_to > ${today}
    left join lateral (${communeOf(sql`own.unit_id`, today)}) as seat on true
    left join kernel.unit_code as code
      on code.system = 'gso'
      and code.code = seat.code
      and code.valid_from <= ${today}
      and code.valid_to > ${today}
    left join kernel.unit_version as commune
      on commune.unit_id = code.unit_id
      and commune.kind in ('ward', 'commune', 'township')
      and commune.valid_from <= ${today}
      and commune.valid_to > ${today}
    left join kernel.unit_version as city
      on city.unit_id = commune.parent_id
      and city.valid_from <= ${today}
      and city.valid_to > ${today}
    where own.unit_id = ${unitId}
      and own.valid_from <= ${today}
      and own.valid_to > ${today}`,
  );
}
