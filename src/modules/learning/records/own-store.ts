import { all, one, sql, type Db } from '#base/db/index.ts';

/** A statement about a person. */
export type OwnRow = { id: string; place: number; stored: string; body: string; clientName: string | null };

/** Statements that speak of an agent in any part, newest first; older than `before` when given. */
export async function listAbout(db: Db, agent: string, before: { stored: string; place: number } | undefined, limit: number): Promise<OwnRow[]> {
  return all(
    db,
    sql<OwnRow>`
    with found as (
      select face.place, face.source
      from learning.statement_face as face
      where face.agent = ${agent}
      union
      select party.place, party.source
      from learning.statement_agent as party
      where party.agent = ${agent}
    )
    select statement.id, statement.place, to_char(statement.stored at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as stored, statement.body, client.name as "clientName"
    from found
    join learning.statement
      on statement.place = found.place
      and statement.id = found.source
    left join learning.record_client as client on client.id = statement.client_id
    where ${before?.stored ?? null}::timestamptz is null
      or (statement.stored, statement.place) < (${before?.stored ?? null}::timestamptz, ${before?.place ?? 0}::bigint)
    order by statement.stored desc, statement.place desc
    limit ${limit}`,
  );
}

/** How many statements speak of an agent. */
export async function countAbout(db: Db, agent: string): Promise<number> {
  const row = await one(
    db,
    sql<{ n: number }>`
    select count(*) as n
    from (
      select face.place, face.source
      from learning.statement_face as face
      where face.agent = ${agent}
      union
      select party.place, party.source
      from learning.statement_agent as party
      where party.agent = ${agent}
    ) as found
    join learning.statement
      on statement.place = found.place
      and statement.id = found.source`,
  );
  return row?.n ?? 0;
}

/** Takes an agent from what statements are found by: from these, or from all when none are named. */
export async function forgetAgent(db: Db, agent: string, places: readonly number[] | undefined): Promise<void> {
  await all(
    db,
    sql`
    with forgotten as (
      delete from learning.statement_agent as party
      where party.agent = ${agent}
        and (${places === undefined} or party.place = any(${places ?? []}::bigint[]))
    )
    update learning.statement_face as face
    set agent = null
    where face.agent = ${agent}
      and (${places === undefined} or face.place = any(${places ?? []}::bigint[]))`,
  );
}

/** Puts other words into statements that are to be erased; they are voided separately. */
export async function replaceBodies(db: Db, bodies: readonly { id: string; body: string }[]): Promise<void> {
  await all(
    db,
    sql`
    update learning.statement
    set body = given.body
    from unnest(${bodies.map(({ id }) => id)}::uuid[], ${bodies.map(({ body }) => body)}::text[]) as given (id, body)
    where statement.id = given.id`,
  );
}

/** Takes the attachments from statements; answers the documents that no statement has any more. */
export async function dropAttachments(db: Db, places: readonly number[]): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ documentId: string }>`
    delete from learning.statement_attachment as held
    where held.place = any(${places}::bigint[])
    returning held.document_id as "documentId"`,
  );
  const gone = rows.map(({ documentId }) => documentId);
  const still = await all(
    db,
    sql<{ documentId: string }>`
    select held.document_id as "documentId"
    from learning.statement_attachment as held
    where held.document_id = any(${gone}::uuid[])`,
  );
  const kept = new Set(still.map(({ documentId }) => documentId));
  return [...new Set(gone)].filter((id) => !kept.has(id));
}

/** Deletes state and profile documents of an agent. */
export async function dropDocumentsOf(db: Db, identifier: string): Promise<void> {
  await all(
    db,
    sql`
    delete from learning.record_document as held
    where held.agent = ${identifier}`,
  );
}

/** Forgets by which account a person was known, so that the next statement gives a new one; launches under way end. */
export async function dropAccount(db: Db, personId: string, agentJson: string): Promise<void> {
  await all(
    db,
    sql`
    delete from learning.record_person as known
    where known.person_id = ${personId}`,
  );
  await all(
    db,
    sql`
    update learning.record_client as client
    set agent = null,
      revoked_at = coalesce(client.revoked_at, now())
    where client.agent = ${agentJson}`,
  );
}
