import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { unitsBelow } from '../units.ts';

/** Tries that may fail before a code is void. */
const TRIES = 5;

/** The person of a staff code who is asked by a running campaign in a unit or under it, or undefined. */
export async function findAsked(db: Db, unitId: string, staffCode: string, today: Day): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ personId: string }>`
    select line.person_id as "personId"
    from kernel.person
    join campaigns.line on line.person_id = person.id
    join campaigns.campaign on campaign.id = line.campaign_id
    where lower(person.staff_code) = lower(${staffCode})
      and line.ended_on is null
      and line.opens <= ${today}
      and campaign.state = 'running'
      and line.unit_id in (${unitsBelow(unitId, today)})
    limit 1`,
  );
  return row?.personId;
}

/** A code as it is kept. */
export type KeptCode = { id: string; personId: string; digest: Buffer; sealed: Buffer; madeBy: string | null; expiresAt: Temporal.Instant };

/** Keeps a code; an older one of the person that was not used is void. */
export async function putCode(db: Db, code: KeptCode, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.kiosk_code (id, person_id, digest, sealed, made_by, made_at, expires_at)
    values (${code.id}, ${code.personId}, ${code.digest}, ${code.sealed}, ${code.madeBy}, ${now.toString()}, ${code.expiresAt.toString()})
    on conflict (person_id) where used_at is null do update
    set id = excluded.id,
      digest = excluded.digest,
      sealed = excluded.sealed,
      made_by = excluded.made_by,
      made_at = excluded.made_at,
      expires_at = excluded.expires_at,
      failures = 0`,
  );
}

/** The codes that somebody made and that are still good, the newest first. */
export async function listGood(db: Db, madeBy: string | null, now: Temporal.Instant) {
  return all(
    db,
    sql<{ id: string; name: string; staffCode: string; sealed: Buffer; expiresAt: Date }>`
    select code.id, person.name, person.staff_code as "staffCode", code.sealed, code.expires_at as "expiresAt"
    from campaigns.kiosk_code as code
    join kernel.person on person.id = code.person_id
    where code.made_by is not distinct from ${madeBy}::uuid
      and code.used_at is null
      and code.failures < ${TRIES}
      and code.expires_at > ${now.toString()}
    order by code.made_at desc
    limit 20`,
  );
}

/** The good code of a staff code, locked; undefined when there is none. */
export async function lockGood(db: Db, staffCode: string, now: Temporal.Instant): Promise<{ id: string; personId: string; digest: Buffer } | undefined> {
  return one(
    db,
    sql<{ id: string; personId: string; digest: Buffer }>`
    select code.id, code.person_id as "personId", code.digest
    from campaigns.kiosk_code as code
    join kernel.person on person.id = code.person_id
    where lower(person.staff_code) = lower(${staffCode})
      and code.used_at is null
      and code.failures < ${TRIES}
      and code.expires_at > ${now.toString()}
    for update of code`,
  );
}

/** Notes that a code was used, or that a try failed. */
export async function noteTry(db: Db, id: string, right: boolean, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    update campaigns.kiosk_code
    set used_at = case when ${right}::boolean then ${now.toString()}::timestamptz end,
      failures = kiosk_code.failures + case when ${right}::boolean then 0 else 1 end
    where kiosk_code.id = ${id}`,
  );
}
