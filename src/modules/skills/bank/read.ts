import { all, one, sql, type Db, type RawBuilder, wordPatterns } from '#base/db/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { changedPlaces } from './changes.ts';
import { itemFrom } from './content.ts';
import { awaitsReview, mayReview, nextStates } from './life.ts';
import type { ItemState, Review } from './model.ts';
import type { ItemEvent, ItemLine, VersionView } from './views.ts';

/** What items are asked for; `after` is the id that the page before ended with. */
export type Filter = { query?: string; competence?: string; band?: number; kind?: string; state?: ItemState; family?: string; after?: string; limit: number };

/** Items by id, each in its newest version that fits, and how many fit in all. */
export async function searchItems(db: Db, filter: Filter): Promise<{ items: ItemLine[]; total: number }> {
  const rows = await all(
    db,
    sql<Omit<ItemLine, 'prompt' | 'changedAt'> & { body: string; changed_at: Date }>`
    select chosen.*
    from (
      select distinct on (version.item_id)
        version.item_id as id, version.version, item.family, item.competence, version.band, version.kind, version.tool, version.state,
        version.review, version.english, version.body, person.name as author, version.changed_at
      from skills.item_version as version
      join skills.item on item.id = version.item_id
      left join kernel.person on person.id = version.created_by
      where ${fitting(filter)}
      order by version.item_id, version.state = 'retired', version.version desc
    ) as chosen
    where chosen.id > ${filter.after ?? ''}
    order by chosen.id
    limit ${filter.limit}`,
  );
  const count = await one(
    db,
    sql<{ total: number }>`
    select count(distinct version.item_id) as total
    from skills.item_version as version
    join skills.item on item.id = version.item_id
    where ${fitting(filter)}`,
  );
  const items = rows.map(({ body, changed_at, ...line }) => ({ ...line, prompt: itemFrom(body).text.vi.prompt, changedAt: changed_at.toISOString() }));
  return { items, total: count?.total ?? 0 };
}

function fitting({ query = '', competence, band, kind, state, family }: Filter): RawBuilder<boolean> {
  const words = wordPatterns(query);
  return sql<boolean>`(${competence ?? null}::text is null or item.competence = ${competence ?? null} or left(item.competence, 1) = ${competence ?? null})
        and (${band ?? null}::integer is null or version.band = ${band ?? null})
        and (${kind ?? null}::text is null or version.kind = ${kind ?? null})
        and (${state ?? null}::text is null or version.state = ${state ?? null})
        and (${family ?? null}::text is null or item.family = ${family ?? null})
        and version.prompt_plain like all (select kernel.plain(word) from unnest(${words}::text[]) as word)`;
}

/** A version as it is stored. */
export type StoredVersion = {
  version: number;
  id: string;
  state: ItemState;
  review: Review;
  origin: string;
  note: string;
  body: string;
  digest: string;
  editors: string[];
  author: string | null;
  created_at: Date;
  a: number;
  b: number;
  c: number;
  source: string;
  shown: number | null;
  correct: number | null;
  counted_at: Date | null;
};

/** All versions of an item, newest first. */
export async function listVersions(db: Db, itemId: string): Promise<StoredVersion[]> {
  return all(
    db,
    sql<StoredVersion>`
    select version.version, version.id, version.state, version.review, version.origin, version.note, version.body, version.digest, version.editors,
      person.name as author, version.created_at, parameter.a, parameter.b, parameter.c, parameter.source,
      item_count.shown, item_count.correct, item_count.counted_at
    from skills.item_version as version
    left join kernel.person on person.id = version.created_by
    left join skills.item_count
      on item_count.item_id = version.item_id
      and item_count.version = version.version
    join lateral (
      select newest.a, newest.b, newest.c, newest.source
      from skills.item_parameter as newest
      where newest.item_id = version.item_id
        and newest.version = version.version
      order by newest.since desc
      limit 1
    ) as parameter on true
    where version.item_id = ${itemId}
    order by version.version desc`,
  );
}

/** The versions as the asker may see and move them. */
export function versionViews({ actor }: Pick<Ctx, 'actor'>, versions: StoredVersion[]): VersionView[] {
  const reviewer = mayAnywhere(actor, 'skills.review-items');
  return versions.map((stored, index) => {
    const before = versions[index + 1];
    const item = itemFrom(stored.body);
    return {
      version: stored.version,
      state: stored.state,
      review: stored.review,
      origin: stored.origin,
      note: stored.note,
      changed: before === undefined ? [] : changedPlaces(itemFrom(before.body), item),
      author: stored.author,
      editable: stored.origin === 'local' && (stored.state === 'draft' || stored.state === 'reviewed'),
      digest: stored.digest,
      createdAt: stored.created_at.toISOString(),
      item,
      parameters: { a: stored.a, b: stored.b, c: stored.c, source: stored.source },
      figures: stored.counted_at === null ? null : { shown: stored.shown ?? 0, correct: stored.correct ?? 0, countedAt: stored.counted_at.toISOString() },
      next: reviewer ? nextStates(stored) : [],
      mayReview: reviewer && awaitsReview(stored) && mayReview(personOf(actor), stored.editors),
    };
  });
}

/** Reviews and moves of an item, newest first. */
export async function listEvents(db: Db, itemId: string): Promise<ItemEvent[]> {
  const rows = await all(
    db,
    sql<Omit<ItemEvent, 'at'> & { at: Date }>`
    select review.version, review.verdict as what, review.remark as text, person.name as by, review.reviewed_at as at
    from skills.item_review as review
    left join kernel.person on person.id = review.reviewed_by
    where review.item_id = ${itemId}
    union all
    select move.version, move.to_state, move.reason, person.name, move.moved_at
    from skills.item_move as move
    left join kernel.person on person.id = move.moved_by
    where move.item_id = ${itemId}
    order by at desc, version desc`,
  );
  return rows.map(({ at, ...event }) => ({ ...event, at: at.toISOString() }));
}

/** The family of an item and the other items in it, or undefined when there is no such item. */
export async function findFamily(db: Db, itemId: string): Promise<{ family: string; siblings: string[] } | undefined> {
  return one(
    db,
    sql<{ family: string; siblings: string[] }>`
    select item.family,
      array(
        select other.id
        from skills.item as other
        where other.family = item.family
          and other.id <> item.id
        order by other.id
      ) as siblings
    from skills.item
    where item.id = ${itemId}`,
  );
}
