import { all, one, sql, type Db } from '#base/db/index.ts';

/** Which documents are meant: those of an activity, an agent, a registration; what a resource does not have is empty. */
export type Shelf = { kind: 'state' | 'agent-profile' | 'activity-profile'; activity: string; agent: string; registration: string };

/** A document of one of the document resources. */
export type RecordDocument = { content: Buffer; contentType: string; etag: string; updatedAt: Date };

const LOCK = 5503;

/** Keeps others from changing a document of this name until the transaction ends. */
export async function lockDocument(db: Db, shelf: Shelf, name: string): Promise<void> {
  await all(db, sql`select pg_advisory_xact_lock(${LOCK}, hashtext(${JSON.stringify([...Object.values(shelf), name])}))`);
}

/** A document, or undefined. */
export async function findRecordDocument(db: Db, shelf: Shelf, name: string): Promise<RecordDocument | undefined> {
  return one(
    db,
    sql<RecordDocument>`
    select held.content, held.content_type as "contentType", held.etag, held.updated_at as "updatedAt"
    from learning.record_document as held
    where held.kind = ${shelf.kind}
      and held.activity = ${shelf.activity}
      and held.agent = ${shelf.agent}
      and held.registration = ${shelf.registration}
      and held.name = ${name}`,
  );
}

/** Keeps a document in place of the one before. */
export async function putRecordDocument(db: Db, shelf: Shelf, name: string, document: Omit<RecordDocument, 'updatedAt'>): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.record_document (kind, activity, agent, registration, name, content, content_type, etag, updated_at)
    values (${shelf.kind}, ${shelf.activity}, ${shelf.agent}, ${shelf.registration}, ${name}, ${document.content}, ${document.contentType}, ${document.etag}, clock_timestamp())
    on conflict (kind, activity, agent, registration, name) do update
    set content = excluded.content,
      content_type = excluded.content_type,
      etag = excluded.etag,
      updated_at = excluded.updated_at`,
  );
}

/** The names of the documents on a shelf (of every registration when none is named), those changed after `since`; newest change first. */
export async function listRecordDocuments(db: Db, shelf: Shelf, since: string | undefined): Promise<{ name: string; updatedAt: Date }[]> {
  return all(
    db,
    sql<{ name: string; updatedAt: Date }>`
    select held.name, max(held.updated_at) as "updatedAt"
    from learning.record_document as held
    where held.kind = ${shelf.kind}
      and held.activity = ${shelf.activity}
      and held.agent = ${shelf.agent}
      and (${shelf.registration} = '' or held.registration = ${shelf.registration})
      and (${since ?? null}::timestamptz is null or held.updated_at > ${since ?? null}::timestamptz)
    group by held.name
    order by max(held.updated_at) desc, held.name`,
  );
}

/** Deletes a document, or without a name all on the shelf (of every registration when none is named). */
export async function dropRecordDocuments(db: Db, shelf: Shelf, name: string | undefined): Promise<void> {
  await all(
    db,
    sql`
    delete from learning.record_document as held
    where held.kind = ${shelf.kind}
      and held.activity = ${shelf.activity}
      and held.agent = ${shelf.agent}
      and (held.registration = ${shelf.registration} or (${name ?? null}::text is null and ${shelf.registration} = ''))
      and (${name ?? null}::text is null or held.name = ${name ?? null})`,
  );
}
