import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { Bank, Kind, Measures } from './model.ts';
import type { Remembered } from './rules.ts';

/** A certificate as it is kept. */
export type Stored = {
  id: string;
  code: string;
  kind: Kind;
  personId: string;
  name: string;
  sittingId: string;
  unitId: string;
  level: number;
  measured: Measures;
  bank: Bank;
  satDay: Day;
  issuedDay: Day;
  issuedAt: Date;
  salt: string;
  statusList: number;
  statusPlace: number;
  lapsesOn: Day;
  revokedAt: Date | null;
  revokedReason: string | null;
};

/** What is kept of a competence. */
export type StoredOutcome = Remembered & { probed: number };

function certificates(where: RawBuilder<unknown>): RawBuilder<Stored> {
  return sql<Stored>`
    select certificate.id, certificate.code, certificate.kind, certificate.person_id as "personId", person.name, certificate.sitting_id as "sittingId",
      certificate.unit_id as "unitId", certificate.level, certificate.measured, certificate.bank, certificate.sat_day as "satDay",
      certificate.issued_day as "issuedDay", certificate.issued_at as "issuedAt", certificate.salt, certificate.status_list as "statusList",
      certificate.status_place as "statusPlace", certificate.lapses_on as "lapsesOn", certificate.revoked_at as "revokedAt",
      certificate.revoked_reason as "revokedReason"
    from skills.certificate
    join kernel.person on person.id = certificate.person_id
    where ${where}`;
}

/** The certificate with this id; throws `missing`. */
export async function getCertificate(db: Db, id: string): Promise<Stored> {
  return found(await one(db, certificates(sql`certificate.id = ${id}`)), 'skills-certificates.no-certificate');
}

/** The certificate with this code, or undefined. */
export async function findByCode(db: Db, code: string): Promise<Stored | undefined> {
  return one(db, certificates(sql`certificate.code = ${code}`));
}

/** The certificates of a person, newest first, at most 100. */
export async function listOf(db: Db, personId: string): Promise<Stored[]> {
  return all(db, sql`${certificates(sql`certificate.person_id = ${personId}`)} order by certificate.issued_at desc limit 100`);
}

/** Certificates whose last day has come and that have not yet been noted as lapsed, with the unit of the person's main post on the day. */
export async function listLapsing(db: Db, day: Day): Promise<{ id: string; personId: string; unitId: string; kind: Kind }[]> {
  return all(
    db,
    sql<{ id: string; personId: string; unitId: string; kind: Kind }>`
    select certificate.id, certificate.person_id as "personId", coalesce(posting.unit_id, certificate.unit_id) as "unitId", certificate.kind
    from skills.certificate
    join skills.certificate_span as span
      on span.certificate_id = certificate.id
      and span.valid_to = 'infinity'
      and span.state = 'valid'
    left join kernel.posting
      on posting.person_id = certificate.person_id
      and posting.main
      and posting.valid_from <= ${day}
      and posting.valid_to > ${day}
    where certificate.lapses_on <= ${day}
      and certificate.revoked_at is null
    order by certificate.lapses_on, certificate.id
    limit 1000
    for update of certificate skip locked`,
  );
}

/** Keeps a new certificate; its bit is a free place of the newest status list that is less than half full. */
export async function addCertificate(
  db: Db,
  row: Omit<Stored, 'name' | 'statusList' | 'statusPlace' | 'revokedAt' | 'revokedReason'> & { issuedBy: string | null },
  places: number,
): Promise<void> {
  await all(db, sql`select pg_advisory_xact_lock(hashtext('skills.certificate'))`);
  await all(
    db,
    sql`
    insert into skills.certificate (id, code, kind, person_id, sitting_id, unit_id, level, measured, bank, sat_day, issued_day, issued_at, issued_by, salt,
      status_list, status_place, lapses_on)
    select ${row.id}, ${row.code}, ${row.kind}, ${row.personId}, ${row.sittingId}, ${row.unitId}, ${row.level}, ${JSON.stringify(row.measured)}::jsonb,
      ${JSON.stringify(row.bank)}::jsonb, ${row.satDay}, ${row.issuedDay}, ${row.issuedAt}, ${row.issuedBy}, ${row.salt}, list.number, place.number, ${row.lapsesOn}
    from (
      select (count(*) / ${places / 2}::integer)::integer + 1 as number
      from skills.certificate
    ) as list
    cross join lateral (
      select drawn.number
      from (
        select floor(random() * ${places}::integer)::integer as number
        from generate_series(1, 64)
      ) as drawn
      where not exists (
        select 1
        from skills.certificate as taken
        where taken.status_list = list.number
          and taken.status_place = drawn.number)
      limit 1
    ) as place`,
  );
}

/** Opens a span of a state on a day and closes the one before; a span that would end on the day it began goes. Without a state nothing follows. */
export async function moveTo(db: Db, certificateId: string, state: 'valid' | 'lapsed' | null, day: Day): Promise<void> {
  await all(db, sql`delete from skills.certificate_span as span where span.certificate_id = ${certificateId} and span.valid_to = 'infinity' and span.valid_from >= ${day}`);
  await all(db, sql`update skills.certificate_span as span set valid_to = ${day} where span.certificate_id = ${certificateId} and span.valid_to > ${day}`);
  if (state === null) return;
  await all(db, sql`insert into skills.certificate_span (certificate_id, state, valid_from) values (${certificateId}, ${state}, ${day})`);
}

/** Whether a certificate is noted as valid, lapsed, or (revoked) neither. */
export async function stateNoted(db: Db, certificateId: string): Promise<'valid' | 'lapsed' | null> {
  const row = await one(
    db,
    sql<{ state: 'valid' | 'lapsed' }>`
    select span.state
    from skills.certificate_span as span
    where span.certificate_id = ${certificateId}
      and span.valid_to = 'infinity'`,
  );
  return row?.state ?? null;
}

/** Marks a certificate as revoked; answers whether it was not before. */
export async function revoke(db: Db, id: string, { at, by, reason }: { at: string; by: string | null; reason: string }): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    update skills.certificate
    set revoked_at = ${at},
      revoked_by = ${by},
      revoked_reason = ${reason}
    where certificate.id = ${id}
      and certificate.revoked_at is null
    returning certificate.id`,
  );
  return row !== undefined;
}

/** The revoked places of a status list, or undefined when there is no such list; the first one is always there. */
export async function listRevoked(db: Db, list: number): Promise<number[] | undefined> {
  const row = await one(
    db,
    sql<{ places: number[] | null; known: boolean }>`
    select array_agg(certificate.status_place) filter (where certificate.revoked_at is not null) as places, count(*) > 0 or ${list}::integer = 1 as known
    from skills.certificate
    where certificate.status_list = ${list}`,
  );
  return row?.known === true ? (row.places ?? []) : undefined;
}

/** What was asked of each competence in a sitting, without what does not count, and whether the cuts of its levels were verified. */
export async function listAsked(db: Db, sittingId: string): Promise<{ competence: string; asked: number; right: number }[]> {
  return all(
    db,
    sql<{ competence: string; asked: number; right: number }>`
    select item.competence, count(*) as asked, count(*) filter (where answer.correct) as right
    from skills.answer
    join skills.item on item.id = answer.item_id
    where answer.sitting_id = ${sittingId}
      and answer.scored
      and not exists (
        select 1
        from skills.neutralisation as neutral
        where neutral.item_id = answer.item_id
          and neutral.version = answer.version)
    group by item.competence
    order by item.competence`,
  );
}

/** Keeps what is remembered of competences, new or changed; `probed` counts one more for those that were there. */
export async function saveOutcomes(db: Db, certificateId: string, outcomes: Remembered[]): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.certificate_outcome (certificate_id, competence, stability, difficulty, refreshed_on)
    select ${certificateId}, given.competence, given.stability, given.difficulty, given.day
    from unnest(
      ${outcomes.map(({ competence }) => competence)}::text[],
      ${outcomes.map(({ stability }) => stability)}::numeric[],
      ${outcomes.map(({ difficulty }) => difficulty)}::numeric[],
      ${outcomes.map(({ day }) => day)}::date[]
    ) as given (competence, stability, difficulty, day)
    on conflict (certificate_id, competence) do update
    set stability = excluded.stability,
      difficulty = excluded.difficulty,
      refreshed_on = excluded.refreshed_on,
      probed = certificate_outcome.probed + 1`,
  );
}

/** What is remembered of the competences of certificates. */
export async function listOutcomesOf(db: Db, certificateIds: string[]): Promise<Map<string, StoredOutcome[]>> {
  const rows = await all(
    db,
    sql<StoredOutcome & { certificateId: string }>`
    select outcome.certificate_id as "certificateId", outcome.competence, outcome.stability, outcome.difficulty, outcome.refreshed_on as day, outcome.probed
    from skills.certificate_outcome as outcome
    where outcome.certificate_id = any(${certificateIds}::uuid[])
    order by outcome.competence`,
  );
  return Map.groupBy(rows, ({ certificateId }) => certificateId);
}

/** Sets the day on which a certificate lapses if nothing more is answered. */
export async function setLapse(db: Db, id: string, day: Day): Promise<void> {
  await all(db, sql`update skills.certificate set lapses_on = ${day} where certificate.id = ${id}`);
}
