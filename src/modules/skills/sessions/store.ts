import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found } from '#base/problem/index.ts';
import type { IncidentLine, PlaceLine, SessionLine } from './model.ts';

const columns = sql`session.id, session.unit_id as "unitId", version.name_vi as "unitVi", version.name_en as "unitEn", session.day, session.starts_at as "startsAt",
      session.room, session.places, session.state,
      (select count(*)::integer from skills.session_place as place where place.session_id = session.id) as booked`;

const from = sql`skills.session
    join lateral (
      select named.name_vi, named.name_en
      from kernel.unit_version as named
      where named.unit_id = session.unit_id
      order by named.valid_from desc
      limit 1
    ) as version on true`;

/** Sessions that a condition selects, the latest day first, at most 200. */
export function listSessionLines(db: Db, where: RawBuilder<unknown>): Promise<SessionLine[]> {
  return all(
    db,
    sql<SessionLine>`
    select ${columns}
    from ${from}
    where ${where}
    order by session.day desc, session.starts_at desc
    limit 200`,
  );
}

/** A session; throws `missing`. */
export async function getSession(db: Db, id: string, { lock = false } = {}): Promise<SessionLine & { code: string }> {
  const row = await one(
    db,
    sql<SessionLine & { code: string }>`
    select ${columns}, session.code
    from ${from}
    where session.id = ${id}
    ${lock ? sql`for no key update of session` : sql``}`,
  );
  return found(row, 'skills-sessions.no-session');
}

/** The open session with a room code, or undefined. */
export async function findByCode(db: Db, code: string): Promise<string | undefined> {
  const row = await one(db, sql<{ id: string }>`select session.id from skills.session where session.code = ${code} and session.state = 'open'`);
  return row?.id;
}

/** A session about to be created. */
export type NewSession = { id: string; unitId: string; day: Day; startsAt: string; room: string; code: string; places: number; invigilator: string | null };

/** Creates a session. */
export async function addSession(db: Db, { id, unitId, day, startsAt, room, code, places, invigilator }: NewSession): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.session (id, unit_id, day, starts_at, room, code, places, state, invigilator)
    values (${id}, ${unitId}, ${day}, ${startsAt}, ${room}, ${code}, ${places}, 'planned', ${invigilator})`,
  );
}

/** Opens or closes a session. */
export async function moveSession(db: Db, id: string, to: 'open' | 'closed', now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    update skills.session
    set state = ${to}, opened_at = case when ${to} = 'open' then ${now.toString()}::timestamptz else session.opened_at end,
      closed_at = case when ${to} = 'closed' then ${now.toString()}::timestamptz end
    where session.id = ${id}`,
  );
}

/** Who is booked and how far they have come: no answer, no score. */
export function listPlaces(db: Db, sessionId: string): Promise<PlaceLine[]> {
  return all(
    db,
    sql<PlaceLine>`
    select place.person_id as "personId", person.name, person.staff_code as "staffCode", place.identity_checked_at is not null as identified,
      sitting.id as "sittingId", coalesce(sitting.state, 'none') as state, coalesce(counted.n, 0) as answered, coalesce(extra.extra_share, 0) as "extraShare"
    from skills.session_place as place
    join kernel.person on person.id = place.person_id
    left join skills.sitting on sitting.session_id = place.session_id and sitting.person_id = place.person_id
    left join skills.accommodation as extra on extra.person_id = place.person_id
    left join lateral (
      select count(*)::integer as n
      from skills.answer
      where answer.sitting_id = sitting.id
    ) as counted on true
    where place.session_id = ${sessionId}
    order by person.name_sort collate kernel.vi, person.id`,
  );
}

/** A person’s place in a session, or undefined. */
export function findPlace(db: Db, sessionId: string, personId: string): Promise<{ identified: boolean; finished: boolean } | undefined> {
  return one(
    db,
    sql<{ identified: boolean; finished: boolean }>`
    select place.identity_checked_at is not null as identified,
      exists (select 1 from skills.sitting where sitting.session_id = place.session_id and sitting.person_id = place.person_id and sitting.state = 'finished') as finished
    from skills.session_place as place
    where place.session_id = ${sessionId}
      and place.person_id = ${personId}`,
  );
}

/** The people with these staff codes who hold a main post on a day, with its unit. */
export function findByStaffCodes(db: Db, codes: string[], day: Day): Promise<{ personId: string; staffCode: string; unitId: string | null }[]> {
  return all(
    db,
    sql<{ personId: string; staffCode: string; unitId: string | null }>`
    select person.id as "personId", person.staff_code as "staffCode", posting.unit_id as "unitId"
    from kernel.person
    left join kernel.posting
      on posting.person_id = person.id
      and posting.main
      and posting.valid_from <= ${day}
      and posting.valid_to > ${day}
    where person.staff_code = any(${codes}::text[])
      and person.erased_at is null`,
  );
}

/** Books people; whoever is booked already stays so. */
export async function addPlaces(db: Db, sessionId: string, personIds: string[], by: string | null): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.session_place (session_id, person_id, booked_by)
    select ${sessionId}::uuid, booked.person_id, ${by}::uuid
    from unnest(${personIds}::uuid[]) as booked (person_id)
    on conflict (session_id, person_id) do nothing`,
  );
}

/** Takes a booking back; false when the person has begun or was not booked. */
export async function removePlace(db: Db, sessionId: string, personId: string): Promise<boolean> {
  const row = await one(
    db,
    sql<{ personId: string }>`
    delete from skills.session_place as place
    where place.session_id = ${sessionId}
      and place.person_id = ${personId}
      and not exists (select 1 from skills.sitting where sitting.session_id = place.session_id and sitting.person_id = place.person_id)
    returning place.person_id as "personId"`,
  );
  return row !== undefined;
}

/** Notes that somebody looked at the identity document of a person, or takes the note back. */
export async function checkIdentity(db: Db, sessionId: string, personId: string, checked: { by: string | null; at: Temporal.Instant } | null): Promise<boolean> {
  const row = await one(
    db,
    sql<{ personId: string }>`
    update skills.session_place as place
    set identity_checked_by = ${checked?.by ?? null}, identity_checked_at = ${checked?.at.toString() ?? null}
    where place.session_id = ${sessionId}
      and place.person_id = ${personId}
    returning place.person_id as "personId"`,
  );
  return row !== undefined;
}

/** Adds a line to the log of a session. */
export async function addIncident(
  db: Db,
  line: { sessionId: string; personId: string | null; kind: IncidentLine['kind']; note: string; by: string | null; now: Temporal.Instant },
): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.incident (id, session_id, person_id, kind, note, noted_by, noted_at)
    values (${newId()}, ${line.sessionId}, ${line.personId}, ${line.kind}, ${line.note}, ${line.by}, ${line.now.toString()})`,
  );
}

/** The log of a session, oldest first. */
export function listIncidents(db: Db, sessionId: string): Promise<IncidentLine[]> {
  return all(
    db,
    sql<IncidentLine>`
    select incident.id, incident.kind, incident.note, person.name as person, author.name as by,
      to_char(incident.noted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
    from skills.incident
    left join kernel.person on person.id = incident.person_id
    left join kernel.person as author on author.id = incident.noted_by
    where incident.session_id = ${sessionId}
    order by incident.noted_at, incident.id`,
  );
}
