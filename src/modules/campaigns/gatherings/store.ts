import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { LineState } from '../model.ts';
import { titleIn, unitNameOf, unitsBelow } from '../units.ts';

/** A group session. */
export type Gathering = {
  id: string;
  campaignId: string;
  unitId: string;
  unitName: string;
  title: string;
  day: Day;
  place: string;
  secret: string;
  held: boolean;
  running: boolean;
};

function gatherings(where: ReturnType<typeof sql>, locale: Locale) {
  return sql<Gathering>`
    select gathering.id, gathering.campaign_id as "campaignId", gathering.unit_id as "unitId", ${unitNameOf('gathering', locale)} as "unitName", ${titleIn(locale)} as title, gathering.day,
      gathering.place, gathering.secret, gathering.held_at is not null as held, campaign.state = 'running' as running
    from campaigns.gathering
    join campaigns.campaign on campaign.id = gathering.campaign_id
    where ${where}
    order by gathering.day desc, gathering.id desc
    limit 50`;
}

/** The sessions of a unit, the newest first. */
export async function listOfUnit(db: Db, unitId: string, locale: Locale): Promise<Gathering[]> {
  return all(db, gatherings(sql`gathering.unit_id = ${unitId}`, locale));
}

/** A session by its id, or undefined. */
export async function findGathering(db: Db, id: string, locale: Locale): Promise<Gathering | undefined> {
  return one(db, gatherings(sql`gathering.id = ${id}`, locale));
}

/** The session behind a QR code on its day, until it was held; undefined when there is none. */
export async function findBySecret(db: Db, secret: string, today: Day, locale: Locale): Promise<Gathering | undefined> {
  return one(db, gatherings(sql`gathering.secret = ${secret} and gathering.day = ${today} and gathering.held_at is null`, locale));
}

/** Keeps a new session. */
export async function putGathering(
  db: Db,
  given: Pick<Gathering, 'id' | 'campaignId' | 'unitId' | 'day' | 'place' | 'secret'> & { madeBy: string | null },
  now: Temporal.Instant,
): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.gathering (id, campaign_id, unit_id, day, place, secret, made_by, made_at)
    values (${given.id}, ${given.campaignId}, ${given.unitId}, ${given.day}, ${given.place}, ${given.secret}, ${given.madeBy}, ${now.toString()})`,
  );
}

/** The running campaigns that still ask somebody of a unit, with how many, and how many of them a ladder or a contact sends to a session. */
export async function listOpenCampaigns(db: Db, unitId: string, today: Day, locale: Locale): Promise<{ id: string; title: string; people: number }[]> {
  return all(
    db,
    sql<{ id: string; title: string; people: number }>`
    select campaign.id, ${titleIn(locale)} as title, count(*) as people
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    where campaign.state = 'running'
      and line.ended_on is null
      and line.opens <= ${today}
      and line.unit_id in (${unitsBelow(unitId, today)})
    group by campaign.id
    order by campaign.ends, campaign.id
    limit 50`,
  );
}

/** Somebody who may come to a session. */
export type Guest = { id: string; name: string; staffCode: string; state: LineState; invited: boolean; present: 'qr' | 'contact' | null; sheets: number; entered: number };

/** Whom a session is for: everybody of the unit whom the campaign still asks, and whoever was there; those whom the ladder or the contact sends first. At most 500. */
export async function listGuests(db: Db, gathering: Gathering, today: Day): Promise<Guest[]> {
  return all(
    db,
    sql<Guest>`
    select line.id, person.name, person.staff_code as "staffCode", line.state, coalesce(line.help = 'group', false) or told.invited as invited, attendance.way as present, paper.sheets, paper.entered
    from campaigns.line
    join kernel.person on person.id = line.person_id
    left join campaigns.attendance
      on attendance.line_id = line.id
      and attendance.gathering_id = ${gathering.id}
    cross join lateral (
      select count(*) > 0 as invited
      from campaigns.send
      where send.line_id = line.id
        and send.channel = 'session'
        and send.state = 'delivered'
    ) as told
    cross join lateral (
      select count(*) as sheets, count(sheet.entered_at) as entered
      from campaigns.sheet
      where sheet.line_id = line.id
        and sheet.gathering_id = ${gathering.id}
    ) as paper
    where line.campaign_id = ${gathering.campaignId}
      and line.unit_id in (${unitsBelow(gathering.unitId, today)})
      and (line.ended_on is null and line.opens <= ${today} or attendance.line_id is not null or paper.sheets > 0)
    order by coalesce(line.help = 'group', false) or told.invited desc, person.name_sort, line.id
    limit 500`,
  );
}

/** The open line of a staff code for a session, or undefined. */
export async function findGuest(db: Db, gathering: Gathering, staffCode: string, today: Day): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ id: string }>`
    select line.id
    from campaigns.line
    join kernel.person on person.id = line.person_id
    where line.campaign_id = ${gathering.campaignId}
      and lower(person.staff_code) = lower(${staffCode})
      and line.state not in ('excused', 'left')
      and line.unit_id in (${unitsBelow(gathering.unitId, today)})`,
  );
  return row?.id;
}

/** Whether a line can come to a session. */
export async function belongs(db: Db, gathering: Gathering, lineId: string, today: Day): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    select line.id
    from campaigns.line
    where line.id = ${lineId}
      and line.campaign_id = ${gathering.campaignId}
      and line.unit_id in (${unitsBelow(gathering.unitId, today)})`,
  );
  return row !== undefined;
}

/** Notes that somebody was there, once. */
export async function putAttendance(db: Db, at: { gatheringId: string; lineId: string; way: 'qr' | 'contact'; by: string | null }, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.attendance (gathering_id, line_id, way, at, noted_by)
    values (${at.gatheringId}, ${at.lineId}, ${at.way}, ${now.toString()}, ${at.by})
    on conflict (gathering_id, line_id) do nothing`,
  );
}

/** Strikes out that somebody was there. */
export async function dropAttendance(db: Db, gatheringId: string, lineId: string): Promise<void> {
  await all(
    db,
    sql`
    delete from campaigns.attendance
    where attendance.gathering_id = ${gatheringId}
      and attendance.line_id = ${lineId}`,
  );
}
