import type { Item } from '#content/skills/item.ts';
import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { bodyOf, shippedItems } from './content.ts';
import { addItems, addVersions, moveVersions, type NewVersion } from './write.ts';

const NAME = 'bank';

/**
 * Brings the bank up to the items shipped under `root`. A new wording becomes a new version: live at once where the shipped one was in use,
 * else (the city has edited or retired the item) a draft that waits for a decision. Does nothing when the files are those of the last time.
 */
export async function loadBank(ctx: Pick<Ctx, 'db'> & { services: Pick<Ctx['services'], 'root'> }): Promise<void> {
  const { digest, read } = shippedItems(ctx.services.root);
  if ((await loadedDigest(ctx.db)) === digest) return;
  await inTransaction(ctx.db, async (db) => {
    await all(db, sql`select pg_advisory_xact_lock(hashtext('skills.bank'))`);
    if ((await loadedDigest(db)) === digest) return;
    await loadItems(db, read());
    await all(
      db,
      sql`
      insert into skills.content_load (name, digest)
      values (${NAME}, ${digest})
      on conflict (name) do update
      set digest = excluded.digest, loaded_at = now()`,
    );
  });
}

/** Loads these items as shipped ones; see `loadBank`. */
export async function loadItems(db: Db, items: Item[]): Promise<void> {
  const known = Map.groupBy(await listKnown(db), ({ itemId }) => itemId);
  const fresh = items.filter(({ id }) => !known.has(id));
  const changed = items.flatMap((item) => {
    const versions = known.get(item.id) ?? [];
    const { digest } = bodyOf(item);
    return versions.length === 0 || versions.some((had) => had.origin === 'content' && had.digest === digest) ? [] : [{ item, versions }];
  });
  const used = changed.filter(({ versions }) => liveShipped(versions) !== undefined);
  if (fresh.length > 0) await addItems(db, fresh, 'content', null);
  if (used.length > 0)
    await moveVersions(
      db,
      used.map(({ item, versions }) => ({ itemId: item.id, version: liveShipped(versions)?.version ?? 0, to: 'retired', reason: 'superseded' })),
      null,
    );
  const versions: NewVersion[] = [
    ...fresh.map((item) => shipped(item, 1, true)),
    ...changed.map(({ item, versions: earlier }) => shipped(item, Math.max(...earlier.map(({ version }) => version)) + 1, liveShipped(earlier) !== undefined)),
  ];
  if (versions.length > 0) await addVersions(db, versions);
}

function shipped(item: Item, version: number, live: boolean): NewVersion {
  return { item, version, state: live ? 'live' : 'draft', review: 'awaiting-local-review', origin: 'content', note: '', createdBy: null };
}

type Known = { itemId: string; version: number; digest: string; origin: string; state: string };

function liveShipped(versions: Known[]): Known | undefined {
  return versions.find(({ state, origin }) => state === 'live' && origin === 'content');
}

async function listKnown(db: Db): Promise<Known[]> {
  return all(
    db,
    sql<Known>`
    select version.item_id as "itemId", version.version, version.digest, version.origin, version.state
    from skills.item_version as version`,
  );
}

async function loadedDigest(db: Db): Promise<string | undefined> {
  return (await one(db, sql<{ digest: string }>`select load.digest from skills.content_load as load where load.name = ${NAME}`))?.digest;
}
