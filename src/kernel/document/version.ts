import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { getDocument, MAX_BYTES, type StoredDocument } from './document.ts';

/** Where a document stands among its versions: `number` from 1, `latestId` the newest one. */
export type VersionPlace = { firstId: string; number: number; latestId: string };

/** Where a document stands among its versions; one that has no other is its own first and latest. */
export async function getVersion(db: Db, documentId: string): Promise<VersionPlace> {
  const row = await one(
    db,
    sql<{ first_id: string; number: number; latest_id: string }>`
      select own.first_id, own.number, latest.document_id as latest_id
      from kernel.document_version as own
      join lateral (
        select document_version.document_id
        from kernel.document_version
        where document_version.first_id = own.first_id
        order by document_version.number desc
        limit 1
      ) as latest on true
      where own.document_id = ${documentId}`,
  );
  return row === undefined ? { firstId: documentId, number: 1, latestId: documentId } : { firstId: row.first_id, number: row.number, latestId: row.latest_id };
}

/**
 * Keeps bytes as the next version of a document, with its name, kind, purpose and last day of keeping; returns the new document. A second next version of
 * the same one is refused by the constraint `document_version_previous_key`.
 */
export async function keepVersion(ctx: Pick<Ctx, 'db' | 'actor' | 'services'>, previousId: string, bytes: Iterable<Uint8Array>): Promise<StoredDocument> {
  const { sha256, size } = await ctx.services.blobs.put(bytes, MAX_BYTES);
  const id = newId();
  const { firstId, number } = await getVersion(ctx.db, previousId);
  const kept = await one(
    ctx.db,
    sql<{ id: string }>`
      insert into kernel.document (id, name, media_type, size, sha256, purpose, created_by, retain_until)
      select ${id}, previous.name, previous.media_type, ${size}, ${sha256}, previous.purpose, ${personOf(ctx.actor) ?? null}, previous.retain_until
      from kernel.document as previous
      where previous.id = ${previousId}
      returning document.id`,
  );
  found(kept, 'document.no-document');
  if (number === 1) {
    await all(
      ctx.db,
      sql`
        insert into kernel.document_version (document_id, first_id, number)
        values (${previousId}, ${firstId}, 1)
        on conflict (document_id) do nothing`,
    );
  }
  await all(
    ctx.db,
    sql`
      insert into kernel.document_version (document_id, first_id, number, previous_id)
      values (${id}, ${firstId}, ${number + 1}, ${previousId})`,
  );
  return getDocument(ctx.db, id);
}
