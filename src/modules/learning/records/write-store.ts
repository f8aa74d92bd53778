import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Face } from './keys.ts';
import { found } from '#base/problem/index.ts';

/** Under this number writers of statements hold a lock that names the second in which they began. */
const WRITING = 5501;
/** Under this number writers hold a lock that keeps out, or is kept out by, a writer whose statements refer to others. */
const REFERRING = 5502;

/**
 * Begins writing: the moment by which what follows counts as stored. Until the transaction ends a lock tells readers that something of this second may still come;
 * `alone`: nobody else writes meanwhile, so that a statement and the one that refers to it cannot miss each other. Pass a transaction.
 */
export async function beginWriting(db: Db, alone: boolean): Promise<string> {
  const lock = alone ? sql`pg_advisory_xact_lock` : sql`pg_advisory_xact_lock_shared`;
  await all(db, sql`select ${lock}(${REFERRING}, 0)`);
  const row = await one(
    db,
    sql<{ stored: string }>`
    select to_char(begun.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as stored,
      pg_advisory_xact_lock_shared(${WRITING}, floor(extract(epoch from begun.at))::integer)
    from (select date_trunc('milliseconds', clock_timestamp()) as at) as begun`,
  );
  return found(row, 'learning-records.no-statement').stored;
}

/** The moment up to which everything that is or will be stored can be read already: now, or the second in which the oldest writer under way began. */
export async function readConsistentThrough(db: Db): Promise<string> {
  const row = await one(
    db,
    sql<{ through: string }>`
    select to_char(least(clock_timestamp(), to_timestamp(min(held.objid::bigint))) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as through
    from pg_catalog.pg_locks as held
    where held.locktype = 'advisory'
      and held.classid = ${WRITING}
      and held.database = (select base.oid from pg_catalog.pg_database as base where base.datname = current_database())`,
  );
  return found(row, 'learning-records.no-statement').through;
}

/** A statement to be stored. */
export type NewStatement = { id: string; clientId: string | undefined; target: string | undefined; voiding: boolean; body: string };

/** Stores statements whose id is new, in their order; answers the place of each by id. Ids that were there already are left out. */
export async function addStatements(db: Db, stored: string, statements: readonly NewStatement[]): Promise<Map<string, number>> {
  const rows = await all(
    db,
    sql<{ id: string; place: number }>`
    insert into learning.statement (id, stored, client_id, target, voiding, body)
    select given.id, ${stored}, given.client_id, given.target, given.voiding, given.body
    from unnest(
      ${statements.map(({ id }) => id)}::uuid[],
      ${statements.map(({ clientId }) => clientId ?? null)}::uuid[],
      ${statements.map(({ target }) => target ?? null)}::uuid[],
      ${statements.map(({ voiding }) => voiding)}::boolean[],
      ${statements.map(({ body }) => body)}::text[]
    ) with ordinality as given (id, client_id, target, voiding, body, at)
    order by given.at
    on conflict (id) do nothing
    returning statement.id, statement.place`,
  );
  return new Map(rows.map(({ id, place }) => [id, place]));
}

/** A stored statement, as far as writing needs it. */
export type Kept = { id: string; place: number; stored: string; clientId: string | null; target: string | null; voiding: boolean; voided: boolean; body: string };

const kept = sql`
  statement.id, statement.place, to_char(statement.stored at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as stored,
  statement.client_id as "clientId", statement.target, statement.voiding, statement.voided, statement.body`;

/** The statements with these ids, as far as they are there. */
export async function listKept(db: Db, ids: readonly string[]): Promise<Kept[]> {
  return all(
    db,
    sql<Kept>`
    select ${kept}
    from learning.statement
    where statement.id = any(${ids}::uuid[])`,
  );
}

/** The statements that refer to these ones, directly. */
export async function listReferring(db: Db, ids: readonly string[]): Promise<Kept[]> {
  return all(
    db,
    sql<Kept>`
    select ${kept}
    from learning.statement
    where statement.target = any(${ids}::uuid[])`,
  );
}

/** Marks statements as voided and takes away what they are found by. A voiding statement stays; it cannot be voided. */
export async function voidStatements(db: Db, ids: readonly string[]): Promise<void> {
  await all(
    db,
    sql`
    with voided as (
      update learning.statement
      set voided = true
      where statement.id = any(${ids}::uuid[])
        and not statement.voiding
        and not statement.voided
      returning statement.place
    )
    delete from learning.statement_face as face
    using voided
    where face.place = voided.place`,
  );
}

/** A face and the statement that is to be found by it. */
export type PlacedFace = { place: number; stored: string; face: Face };

/** Stores faces; one that a statement has already is left as it is. */
export async function addFaces(db: Db, placed: readonly PlacedFace[]): Promise<void> {
  const column = <T>(read: (face: Face) => T | undefined): (T | null)[] => placed.map(({ face }) => read(face) ?? null);
  await all(
    db,
    sql`
    insert into learning.statement_face (place, source, stored, agent, verb, activity, registration, client_id)
    select given.place, given.source, given.stored, given.agent, given.verb, given.activity, given.registration, given.client_id
    from unnest(
      ${placed.map(({ place }) => place)}::bigint[],
      ${column(({ source }) => source)}::uuid[],
      ${placed.map(({ stored }) => stored)}::timestamptz[],
      ${column(({ agent }) => agent)}::uuid[],
      ${column(({ verb }) => verb)}::uuid[],
      ${column(({ activity }) => activity)}::uuid[],
      ${column(({ registration }) => registration)}::uuid[],
      ${column(({ clientId }) => clientId)}::uuid[]
    ) as given (place, source, stored, agent, verb, activity, registration, client_id)
    on conflict do nothing`,
  );
  await addFaceAgents(db, placed);
  await addFaceActivities(db, placed);
}

async function addFaceAgents(db: Db, placed: readonly PlacedFace[]): Promise<void> {
  const rows = placed.flatMap(({ place, stored, face }) => [...face.agents].map(([agent, near]) => ({ agent, stored, place, source: face.source, near })));
  if (rows.length === 0) return;
  await all(
    db,
    sql`
    insert into learning.statement_agent (agent, stored, place, source, near)
    select given.agent, given.stored, given.place, given.source, given.near
    from unnest(
      ${rows.map(({ agent }) => agent)}::uuid[],
      ${rows.map(({ stored }) => stored)}::timestamptz[],
      ${rows.map(({ place }) => place)}::bigint[],
      ${rows.map(({ source }) => source)}::uuid[],
      ${rows.map(({ near }) => near)}::boolean[]
    ) as given (agent, stored, place, source, near)
    on conflict do nothing`,
  );
}

async function addFaceActivities(db: Db, placed: readonly PlacedFace[]): Promise<void> {
  const rows = placed.flatMap(({ place, stored, face }) => [...face.activities].map((activity) => ({ activity, stored, place, source: face.source })));
  if (rows.length === 0) return;
  await all(
    db,
    sql`
    insert into learning.statement_activity (activity, stored, place, source)
    select given.activity, given.stored, given.place, given.source
    from unnest(
      ${rows.map(({ activity }) => activity)}::uuid[],
      ${rows.map(({ stored }) => stored)}::timestamptz[],
      ${rows.map(({ place }) => place)}::bigint[],
      ${rows.map(({ source }) => source)}::uuid[]
    ) as given (activity, stored, place, source)
    on conflict do nothing`,
  );
}
