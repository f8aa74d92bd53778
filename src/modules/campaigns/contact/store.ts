import { ZONE } from '#base/clock/index.ts';
import { addDays, type Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { LineState } from '../model.ts';

/** What a unit's contact has to do about a person. */
export const CONTACT_WHYS = ['help', 'again', 'in-person', 'address', 'late'] as const;
export type ContactWhy = (typeof CONTACT_WHYS)[number];

/** Days after an explanation from which whoever has not answered again is on the list anew. */
const DAYS_TO_ANSWER = 3;

/** SQL: tellings since the day from which the person is asked. */
const sinceOpen = sql`(send.created_at at time zone ${ZONE})::date >= line.opens`;

/** A person on the contact's list. */
export type ContactLine = {
  id: string;
  personId: string;
  name: string;
  staffCode: string;
  unitId: string;
  unitName: string;
  title: string;
  ends: Day;
  state: LineState;
  help: string | null;
  why: ContactWhy;
};

/** SQL: a telling of `send` that came back or had no address, and that was not sent anew since. */
export function lostSends() {
  return sql`(
    send.channel in ('email', 'webhook')
    and send.state in ('no-address', 'failed')
    and not exists (
      select 1
      from campaigns.send as later
      where later.line_id = send.line_id
        and later.rung = send.rung
        and later.round > send.round))`;
}

/** SQL: of whoever needs help, those to whom it was not explained within the last days. */
function notJustHelped(today: Day) {
  return sql`(
    line.help is distinct from 'done'
    or not exists (
      select 1
      from campaigns.line_event as event
      where event.line_id = line.id
        and event.act = 'help'
        and event.day > ${addDays(today, -DAYS_TO_ANSWER)}::date))`;
}

/** SQL: of lines that are asked, those of which a telling was lost and nobody was told to speak to the person. */
const toMend = sql`(
  exists (
    select 1
    from campaigns.send
    where send.line_id = line.id
      and ${lostSends()}
      and ${sinceOpen})
  and not exists (
    select 1
    from campaigns.send
    where send.line_id = line.id
      and send.channel in ('head-list', 'kiosk')
      and send.state = 'delivered'
      and ${sinceOpen}))`;

/** The open lines of a unit and all under it of which somebody must do something, with why: help after two tests, explained but not answered again, in person after all other channels, an address to mend, the last day past. */
function todo(unitId: string, today: Day) {
  return sql`
    select line.id, line.person_id, line.unit_id, line.campaign_id, line.state, line.help,
      case
        when line.state = 'needs-help' and line.help = 'done' then 'again'
        when line.state = 'needs-help' then 'help'
        when told.listed then 'in-person'
        when told.lost then 'address'
        else 'late'
      end as why
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    left join lateral (
      select bool_or(send.channel in ('head-list', 'kiosk') and send.state = 'delivered') as listed, bool_or(${lostSends()}) as lost
      from campaigns.send
      where send.line_id = line.id
        and ${sinceOpen}
    ) as told on true
    where line.ended_on is null
      and campaign.state = 'running'
      and line.opens <= ${today}
      and (line.state <> 'needs-help' or ${notJustHelped(today)})
      and (line.state = 'needs-help' or told.listed or told.lost or campaign.ends < ${today})
      and line.unit_id in (
        select below.unit_id
        from kernel.unit_ancestor as below
        where below.ancestor_id = ${unitId}
          and below.valid_from <= ${today}
          and below.valid_to > ${today})`;
}

/** How many people a contact has to do something about, by why. */
export async function countTodo(db: Db, unitId: string, today: Day): Promise<Record<ContactWhy, number>> {
  const rows = await all(
    db,
    sql<{ why: ContactWhy; n: number }>`
    select open.why, count(*) as n
    from (${todo(unitId, today)}) as open
    group by open.why`,
  );
  const n = (why: ContactWhy): number => rows.find((row) => row.why === why)?.n ?? 0;
  return { help: n('help'), again: n('again'), 'in-person': n('in-person'), address: n('address'), late: n('late') };
}

/** The people of a contact's list, those who need help first, what concerns one of them together. */
export async function listTodo(db: Db, unitId: string, today: Day, at: { locale: Locale; limit: number; offset: number; why: ContactWhy | undefined }): Promise<ContactLine[]> {
  return all(
    db,
    sql<ContactLine>`
    select open.id, open.person_id as "personId", person.name, person.staff_code as "staffCode", open.unit_id as "unitId", unit.name as "unitName",
      ${at.locale === 'vi' ? sql`campaign.title_vi` : sql`campaign.title_en`} as title, campaign.ends, open.state, open.help, open.why
    from (${todo(unitId, today)}) as open
    join campaigns.campaign on campaign.id = open.campaign_id
    join kernel.person on person.id = open.person_id
    join lateral (
      select ${at.locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
      from kernel.unit_version as version
      where version.unit_id = open.unit_id
      order by version.valid_from desc
      limit 1
    ) as unit on true
    where ${at.why === undefined ? sql`true` : sql`open.why = ${at.why}`}
    -- What concerns one person is done in one visit.
    order by min(array_position(${[...CONTACT_WHYS]}::text[], open.why)) over (partition by open.person_id), min(campaign.ends) over (partition by open.person_id), person.name_sort, open.person_id,
      array_position(${[...CONTACT_WHYS]}::text[], open.why), open.id
    limit ${at.limit}
    offset ${at.offset}`,
  );
}

/** How many people under units need help, have not answered after an explanation, or have an address to be mended; no row when nobody does. As on the contact's list, each from a small index, for every sight of Today. */
export function contactWork(units: readonly string[], today: Day): RawBuilder<{ help: number; again: number; address: number }> {
  const within = sql`
        and line.opens <= ${today}
        and line.unit_id in (
          select below.unit_id
          from kernel.unit_ancestor as below
          where below.ancestor_id = any(${units}::uuid[])
            and below.valid_from <= ${today}
            and below.valid_to > ${today})`;
  return sql<{ help: number; again: number; address: number }>`
    select count(*) filter (where open.why = 'help') as help, count(*) filter (where open.why = 'again') as again, count(*) filter (where open.why = 'address') as address
    from (
      select line.campaign_id, case when line.help = 'done' then 'again' else 'help' end as why
      from campaigns.line
      where line.state = 'needs-help'
        and ${notJustHelped(today)}
        ${within}
      union all
      select line.campaign_id, 'address' as why
      from campaigns.line
      where line.ended_on is null
        and line.state <> 'needs-help'
        and ${toMend}
        ${within}
    ) as open
    join campaigns.campaign on campaign.id = open.campaign_id
    where campaign.state = 'running'
    having count(*) > 0`;
}

/** What is needed to decide about a line of somebody else. */
export async function findContactLine(
  db: Db,
  id: string,
): Promise<{ id: string; personId: string; unitId: string; campaignId: string; state: LineState; running: boolean } | undefined> {
  return one(
    db,
    sql<{ id: string; personId: string; unitId: string; campaignId: string; state: LineState; running: boolean }>`
    select line.id, line.person_id as "personId", line.unit_id as "unitId", line.campaign_id as "campaignId", line.state, campaign.state = 'running' as running
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    where line.id = ${id}`,
  );
}
