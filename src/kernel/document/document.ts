import Type from 'typebox';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { kindOf, lookedAt } from './sniff.ts';

/** What is known of a kept document. `retainUntil` is the last day on which its bytes are kept (`retention.ts`); `dropped` tells that they are gone. */
export type StoredDocument = { id: string; name: string; mediaType: string; size: number; sha256: string; purpose: string; createdBy: string | null; dropped: boolean };

/** The largest document, in bytes: 64 MiB. */
export const MAX_BYTES = 64 * 1_048_576;

/**
 * Keeps a document and returns it. `purpose` is `module.what`, for example `programme.evidence`. The media type is read from the bytes,
 * never believed from the sender. Throws `limit` when larger than `maxBytes` (64 MiB without it) and `invalid` when it is empty or of a
 * kind that is not accepted; no byte is kept then.
 */
export async function keepDocument(
  ctx: Pick<Ctx, 'db' | 'actor' | 'services'>,
  file: { name: string; bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>; purpose: string; mediaType?: string; retainUntil?: string; maxBytes?: number },
): Promise<StoredDocument> {
  let mediaType = file.mediaType ?? '';
  const looked = lookedAt(file.bytes, (head) => {
    if (head.length === 0) throw new Problem('invalid', 'document.empty');
    mediaType = file.mediaType ?? kindOf(head, file.name);
  });
  const { sha256, size } = await ctx.services.blobs.put(looked, file.maxBytes ?? MAX_BYTES);
  const document = { id: newId(), name: cleanName(file.name), mediaType, size, sha256, purpose: file.purpose, createdBy: personOf(ctx.actor) ?? null, dropped: false };
  await all(
    ctx.db,
    sql`
      insert into kernel.document (id, name, media_type, size, sha256, purpose, created_by, retain_until)
      values (${document.id}, ${document.name}, ${mediaType}, ${size}, ${sha256}, ${file.purpose}, ${document.createdBy}, ${file.retainUntil ?? 'infinity'})`,
  );
  return document;
}

/** The document of that id; throws `missing`. Asks for no permission: the module whose document it is does. */
export async function getDocument(db: Db, id: string): Promise<StoredDocument> {
  const row = await one(
    db,
    sql<{ id: string; name: string; media_type: string; size: number; sha256: string; purpose: string; created_by: string | null; dropped: boolean }>`
      select document.id, document.name, document.media_type, document.size, document.sha256, document.purpose, document.created_by, document.dropped_at is not null as dropped
      from kernel.document
      where document.id = ${id}`,
  );
  const { media_type, created_by, ...rest } = found(row, 'document.no-document');
  return { ...rest, mediaType: media_type, createdBy: created_by };
}

/** A document with its bytes, for an answer that sends them; throws `missing` when they were deleted because their time was over. */
export async function openDocument(ctx: Pick<Ctx, 'db' | 'services'>, id: string): Promise<StoredDocument & { bytes: AsyncIterable<Uint8Array> }> {
  const document = await getDocument(ctx.db, id);
  if (document.dropped) throw new Problem('missing', 'document.time-over');
  return { ...document, bytes: await ctx.services.blobs.get(document.sha256) };
}

/** Name without folders and control characters, at most 200 characters. */
function cleanName(name: string): string {
  const base = name.split(/[\\/]/).pop() ?? '';
  const printable = [...base].filter((character) => character >= ' ' && character !== '\u007f').join('');
  return printable.trim().slice(-200) || 'document';
}

const readOwn = operation({
  name: 'document.read-own',
  summary: 'What is known of a document that the asker has put in; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /documents/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, { additionalProperties: false }),
  output: Type.Object(
    {
      id: Type.String({ description: 'Document' }),
      name: Type.String({ description: 'Name of the file' }),
      mediaType: Type.String({ description: 'Kind of file, as its bytes show' }),
      size: Type.Integer({ description: 'Bytes' }),
      sha256: Type.String({ description: 'SHA-256 of the bytes, hexadecimal' }),
    },
    { additionalProperties: false },
  ),
  run: async (ctx, { id }) => {
    const { name, mediaType, size, sha256, createdBy } = await getDocument(ctx.db, id);
    if (ctx.actor.kind !== 'system' && createdBy !== personOf(ctx.actor)) throw new Problem('missing', 'document.no-document');
    return { id, name, mediaType, size, sha256 };
  },
});

/** The operations of documents. */
export const documentOperations = [readOwn];
