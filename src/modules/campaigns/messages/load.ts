import { createHash } from 'node:crypto';
import { readCampaignContent } from '#content/campaigns/index.ts';
import type { LibraryDocument, MessageFile } from '#content/campaigns/message.ts';
import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { namedId } from '#base/id/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { wordCount } from './rules.ts';
import { addItems, addMessage, findVersion, listItemRows, putDraft, retireItems, stepVersion } from './store.ts';

const NAME = 'campaigns';
/** Namespace of the ids of what is shipped. */
const SHIPPED = '0d4f7f0e-6c0b-5f43-9a57-2d7f1f0c8a11';

/** The id of a shipped document or message. */
export function shippedId(kind: 'document' | 'message', key: string): string {
  return namedId(SHIPPED, `${kind} ${key}`);
}

/** Brings documents, messages and their banks up to those shipped; a message that the city has rewritten stays as the city has it. Does nothing when the files are those of the last time. */
export async function loadContent(ctx: Pick<Ctx, 'db' | 'now'> & { services: Pick<Ctx['services'], 'root'> }): Promise<void> {
  const content = readCampaignContent(ctx.services.root);
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  if ((await loadedDigest(ctx.db)) === digest) return;
  await inTransaction(ctx.db, async (db) => {
    await all(db, sql`select pg_advisory_xact_lock(hashtext('campaigns.content'))`);
    if ((await loadedDigest(db)) === digest) return;
    for (const document of content.library.documents) await loadDocument(db, document);
    for (const message of content.messages) await loadMessage({ db, now: ctx.now }, message);
    await all(
      db,
      sql`
      insert into campaigns.content_load (name, digest)
      values (${NAME}, ${digest})
      on conflict (name) do update
      set digest = excluded.digest, loaded_at = now()`,
    );
  });
}

async function loadDocument(db: Db, given: LibraryDocument): Promise<void> {
  const audience = given.everybody ? JSON.stringify({ include: [{}], exclude: [] }) : null;
  await all(
    db,
    sql`
    insert into campaigns.document (id, key, number, kind, issuer, title_vi, title_en, issued_on, valid_from, valid_to, source_url, audience)
    values (${shippedId('document', given.key)}, ${given.key}, ${given.number}, ${given.kind}, ${given.issuer}, ${given.title_vi}, ${given.title_en}, ${given.issued_on},
      ${given.valid_from}, ${given.valid_to ?? 'infinity'}, ${given.url ?? null}, ${audience}::jsonb)
    on conflict (id) do nothing`,
  );
}

async function loadMessage(ctx: Pick<Ctx, 'db' | 'now'>, { key, document, body, items }: MessageFile): Promise<void> {
  const { db } = ctx;
  const id = shippedId('message', key);
  const known = await findVersion(db, id);
  if (known === undefined) await addMessage(db, { id, key, documentId: document === undefined ? null : shippedId('document', document), unitId: null, createdBy: null });
  if (known?.origin === 'local') return;
  await loadItems(db, id, items);
  if (known !== undefined && JSON.stringify(known.body) === JSON.stringify(body)) return;
  const version = (known?.version ?? 0) + 1;
  await putDraft(db, { messageId: id, version, origin: 'content', body, words: wordCount(body.text.vi.plain), changed: [], changedWhy: null, writtenBy: null });
  // A new wording of a message that is in use waits for a person to say what changed.
  if (known !== undefined) return;
  await stepVersion(db, { messageId: id, version }, 'draft', 'approved', { approvedBy: null, at: ctx.now });
}

async function loadItems(db: Db, messageId: string, items: MessageFile['items']): Promise<void> {
  const known = new Map((await listItemRows(db, messageId)).map((row) => [row.itemId, JSON.stringify(row.item)]));
  const fresh = items.filter((item) => known.get(item.id) !== JSON.stringify(item));
  if (fresh.length === 0) return;
  await retireItems(
    db,
    messageId,
    fresh.map(({ id }) => id),
  );
  await addItems(db, messageId, fresh, 'live', null);
}

async function loadedDigest(db: Db): Promise<string | undefined> {
  return (await one(db, sql<{ digest: string }>`select load.digest from campaigns.content_load as load where load.name = ${NAME}`))?.digest;
}
