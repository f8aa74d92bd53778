import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found } from '#base/problem/index.ts';
import type { Locale } from '#base/text/index.ts';
import { unitName } from '../classes/store.ts';
import type { Field, Kind, Language, MemberLine, PeriodLine, UnitState } from './model.ts';

/** A member as kept. */
export type MemberRow = MemberLine & { personId: string; unitId: string; about: string; ownState: 'in' | 'left'; unitReason: string | null };

/** What a person states. */
export type Stated = { kinds: Kind[]; fields: Field[]; languages: Language[]; about: string };

/** Members that fulfil a condition on `member` and `person`, in the order of names, cut before units are looked up. */
export async function listMembers(db: Db, where: RawBuilder<unknown>, locale: Locale, page: { limit: number; offset: number }, first = sql`0`): Promise<MemberRow[]> {
  return all(
    db,
    sql<MemberRow>`
    select chosen.id, chosen.person_id as "personId", chosen.name, chosen.unit_id as "unitId", ${unitName(sql`chosen.unit_id`, locale)} as "unitName", chosen.kinds, chosen.fields,
      chosen.languages, chosen.about, chosen.own_state as "ownState", chosen.unit_state as "unitState", chosen.unit_reason as "unitReason"
    from (
      select member.id, member.person_id, member.unit_id, member.kinds, member.fields, member.languages, member.about, member.own_state, member.unit_state,
        member.unit_reason, person.name, person.name_sort, ${first} as first
      from learning.pool_member as member
      join kernel.person on person.id = member.person_id
      where ${where}
      order by first, person.name_sort, member.id
      limit ${page.limit}
      offset ${page.offset}
    ) as chosen
    order by chosen.first, chosen.name_sort, chosen.id`,
  );
}

/** How many members fulfil a condition. */
export async function countMembers(db: Db, where: RawBuilder<unknown>): Promise<number> {
  const row = await one(
    db,
    sql<{ n: number }>`
    select count(*) as n
    from learning.pool_member as member
    join kernel.person on person.id = member.person_id
    where ${where}`,
  );
  return row?.n ?? 0;
}

/** One member; throws `missing`. */
export async function getMember(db: Db, id: string, locale: Locale): Promise<MemberRow> {
  return found((await listMembers(db, sql`member.id = ${id}`, locale, { limit: 1, offset: 0 }))[0], 'learning-pool.no-member');
}

/** What somebody stands as in the pool, also after leaving. */
export async function findOwn(db: Db, personId: string, locale: Locale): Promise<MemberRow | undefined> {
  return (await listMembers(db, sql`member.person_id = ${personId}`, locale, { limit: 1, offset: 0 }))[0];
}

/** Keeps what somebody states; whoever comes in or comes back, or comes from another unit, has the head asked. Returns the member, and how the unit stands. */
export async function keepMember(db: Db, given: { personId: string; unitId: string } & Stated, at: Temporal.Instant): Promise<{ id: string; unitState: UnitState }> {
  const row = await one(
    db,
    sql<{ id: string; unitState: UnitState }>`
    insert into learning.pool_member as member (person_id, id, unit_id, kinds, fields, languages, about, own_state, unit_state, changed_at)
    values (${given.personId}, ${newId()}, ${given.unitId}, ${given.kinds}::text[], ${given.fields}::text[], ${given.languages}::text[], ${given.about}, 'in', 'asked', ${at.toString()})
    on conflict (person_id) do update
    set unit_id = excluded.unit_id,
      kinds = excluded.kinds,
      fields = excluded.fields,
      languages = excluded.languages,
      about = excluded.about,
      own_state = 'in',
      unit_state = case when member.own_state = 'in' and member.unit_id = excluded.unit_id then member.unit_state else 'asked' end,
      unit_reason = case when member.own_state = 'in' and member.unit_id = excluded.unit_id then member.unit_reason end,
      changed_at = excluded.changed_at
    returning member.id, member.unit_state as "unitState"`,
  );
  return found(row, 'learning-pool.no-member');
}

/** Brings the dated kinds of somebody to those stated; none when the person leaves. */
export async function keepKinds(db: Db, personId: string, kinds: readonly Kind[], day: Day): Promise<void> {
  await all(
    db,
    sql`
    update learning.pool_kind as held
    set valid_to = ${day}
    where held.person_id = ${personId}
      and held.valid_to = 'infinity'
      and held.kind <> all(${[...kinds]}::text[])`,
  );
  await all(
    db,
    sql`
    insert into learning.pool_kind (person_id, kind, valid_from)
    select ${personId}::uuid, asked.kind, ${day}::date
    from unnest(${[...kinds]}::text[]) as asked (kind)
    where not exists (
      select 1
      from learning.pool_kind as held
      where held.person_id = ${personId}
        and held.kind = asked.kind
        and held.valid_to = 'infinity')
    on conflict (person_id, kind, valid_from) do update
    set valid_to = 'infinity'`,
  );
}

/** Opens a consent of a side unless one is open. */
export async function openConsent(db: Db, given: { personId: string; unitId: string; side: 'person' | 'unit'; by: string | null; day: Day }): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.pool_consent (id, person_id, unit_id, side, valid_from, given_by)
    values (${newId()}, ${given.personId}, ${given.unitId}, ${given.side}, ${given.day}, ${given.by})
    on conflict (person_id, side) where valid_to = 'infinity' do nothing`,
  );
}

/** Ends the open consents of these sides, with the reason. */
export async function endConsents(db: Db, people: readonly string[], sides: readonly ('person' | 'unit')[], day: Day, reason: string | null): Promise<void> {
  await all(
    db,
    sql`
    update learning.pool_consent as consent
    set valid_to = ${day},
      reason = ${reason}
    where consent.person_id = any(${[...people]}::uuid[])
      and consent.side = any(${[...sides]}::text[])
      and consent.valid_to = 'infinity'`,
  );
}

/** Notes that somebody has left the pool. */
export async function noteLeft(db: Db, personId: string, at: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`update learning.pool_member as member set own_state = 'left', unit_state = 'asked', unit_reason = null, changed_at = ${at.toString()} where member.person_id = ${personId}`,
  );
}

/** Notes what the head of the unit says of a member. */
export async function noteUnit(db: Db, id: string, state: UnitState, reason: string | null, at: Temporal.Instant): Promise<void> {
  await all(db, sql`update learning.pool_member as member set unit_state = ${state}, unit_reason = ${reason}, changed_at = ${at.toString()} where member.id = ${id}`);
}

/** The times of people for others, earliest first. */
export async function listPeriods(db: Db, people: readonly string[], today: Day): Promise<(PeriodLine & { personId: string; to: Day })[]> {
  return all(
    db,
    sql<PeriodLine & { personId: string; to: Day }>`
    select period.id, period.person_id as "personId", period.valid_from as "from", period.valid_to - 1 as last, period.valid_to as "to", period.hours_month as "hoursMonth",
      period.valid_to <= ${today} as over
    from learning.pool_period as period
    where period.person_id = any(${[...people]}::uuid[])
    order by period.valid_from, period.id`,
  );
}

/** Adds a time for others; false when it overlaps one that is there. */
export async function addPeriod(db: Db, given: { personId: string; from: Day; to: Day; hoursMonth: number }): Promise<string | undefined> {
  await all(db, sql`select member.id from learning.pool_member as member where member.person_id = ${given.personId} for update`);
  const row = await one(
    db,
    sql<{ id: string }>`
    insert into learning.pool_period (id, person_id, valid_from, valid_to, hours_month)
    select ${newId()}::uuid, ${given.personId}::uuid, ${given.from}::date, ${given.to}::date, ${given.hoursMonth}::integer
    where not exists (
      select 1
      from learning.pool_period as period
      where period.person_id = ${given.personId}
        and period.valid_from < ${given.to}
        and period.valid_to > ${given.from})
    returning pool_period.id`,
  );
  return row?.id;
}

/** Takes one's own time back; false when there is none of that id. */
export async function dropPeriod(db: Db, personId: string, id: string): Promise<boolean> {
  const gone = await all(db, sql`delete from learning.pool_period as period where period.id = ${id} and period.person_id = ${personId} returning period.id`);
  return gone.length > 0;
}

/** A consent in the history of a member. */
export type ConsentRow = { side: 'person' | 'unit'; unitName: string; from: Day; until: Day | null; reason: string | null };

/** From when until when somebody and the unit agreed, newest first. */
export async function listConsents(db: Db, personId: string, locale: Locale): Promise<ConsentRow[]> {
  return all(
    db,
    sql<ConsentRow>`
    select consent.side, ${unitName(sql`consent.unit_id`, locale)} as "unitName", consent.valid_from as "from", nullif(consent.valid_to, 'infinity') as until, consent.reason
    from learning.pool_consent as consent
    where consent.person_id = ${personId}
    order by consent.valid_from desc, consent.id desc
    limit 50`,
  );
}
