import type { Item } from '#content/skills/item.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { itemFrom } from './content.ts';
import type { Parameters } from './parameters.ts';

/** An item in use, as far as choosing it needs: `scored` false for one that is tried out. */
export type BankItem = Parameters & {
  itemId: string;
  version: number;
  family: string;
  competence: string;
  /** First digit of the competence: 1 to 5. */
  area: string;
  band: number;
  kind: string;
  life: 'official' | 'resident' | 'both';
  english: boolean;
  scored: boolean;
  /** Whether reviewers of this city have passed it. */
  reviewed: boolean;
};

/** The items in use, by id; with `pilot` also those that are tried out, which do not count. */
export async function listLiveItems(db: Db, { pilot = false }: { pilot?: boolean } = {}): Promise<BankItem[]> {
  return all(
    db,
    sql<BankItem>`
    select version.item_id as "itemId", version.version, item.family, item.competence, left(item.competence, 1) as area, version.band,
      version.kind, version.life, version.english, version.state = 'live' as scored, version.review = 'passed' as reviewed,
      parameter.a, parameter.b, parameter.c, parameter.source
    from skills.item_version as version
    join skills.item on item.id = version.item_id
    join lateral (
      select newest.a, newest.b, newest.c, newest.source
      from skills.item_parameter as newest
      where newest.item_id = version.item_id
        and newest.version = version.version
      order by newest.since desc
      limit 1
    ) as parameter on true
    where version.state = 'live'
      or (version.state = 'pilot' and ${pilot})
    order by version.item_id, version.version`,
  );
}

/** A version of an item with its key, whatever its state; undefined when there is none. Never hand it to a page before the answer is given: `publicItem`. */
export async function findItemVersion(db: Db, itemId: string, version: number): Promise<Item | undefined> {
  const row = await one(
    db,
    sql<{ body: string }>`
    select version.body
    from skills.item_version as version
    where version.item_id = ${itemId}
      and version.version = ${version}`,
  );
  return row && itemFrom(row.body);
}

/** The versions in use of these items with their keys, by id; those that are not in use are missing. Never hand them to a page before the answer is given: `publicItem`. */
export async function findLiveItems(db: Db, ids: string[]): Promise<Map<string, Item>> {
  if (ids.length === 0) return new Map();
  const rows = await all(
    db,
    sql<{ id: string; body: string }>`
    select version.item_id as id, version.body
    from skills.item_version as version
    where version.item_id = any(${ids}::text[])
      and version.state = 'live'`,
  );
  return new Map(rows.map(({ id, body }) => [id, itemFrom(body)]));
}

/** How many items in use no reviewer of this city has passed yet. A certification says so while there is one. */
export async function countAwaitingReview(db: Db): Promise<{ live: number; awaiting: number }> {
  const row = await one(
    db,
    sql<{ live: number; awaiting: number }>`
    select count(*) as live, count(*) filter (where version.review <> 'passed') as awaiting
    from skills.item_version as version
    where version.state = 'live'`,
  );
  return row ?? { live: 0, awaiting: 0 };
}

/** Adds newly estimated parameters to versions; the newest row holds, the older ones stay for replays. */
export async function addCalibrated(db: Db, rows: { itemId: string; version: number; a: number; b: number; c: number; note: string }[]): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.item_parameter (item_id, version, since, a, b, c, source, note)
    select given.item_id, given.version, clock_timestamp(), given.a, given.b, given.c, 'calibrated', given.note
    from unnest(
      ${rows.map(({ itemId }) => itemId)}::text[],
      ${rows.map(({ version }) => version)}::integer[],
      ${rows.map(({ a }) => a)}::numeric[],
      ${rows.map(({ b }) => b)}::numeric[],
      ${rows.map(({ c }) => c)}::numeric[],
      ${rows.map(({ note }) => note)}::text[]
    ) as given (item_id, version, a, b, c, note)`,
  );
}

/** Replaces the counts of versions by what was counted from the answers now. */
export async function noteCounts(db: Db, rows: { itemId: string; version: number; shown: number; correct: number }[]): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.item_count (item_id, version, shown, correct, counted_at)
    select given.item_id, given.version, given.shown, given.correct, now()
    from unnest(
      ${rows.map(({ itemId }) => itemId)}::text[],
      ${rows.map(({ version }) => version)}::integer[],
      ${rows.map(({ shown }) => shown)}::integer[],
      ${rows.map(({ correct }) => correct)}::integer[]
    ) as given (item_id, version, shown, correct)
    on conflict (item_id, version) do update
    set shown = excluded.shown,
      correct = excluded.correct,
      counted_at = excluded.counted_at`,
  );
}
