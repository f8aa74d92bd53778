import type { Item } from '#content/skills/item.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { bodyOf } from './content.ts';
import type { ItemState, Review } from './model.ts';
import { expertParameters } from './parameters.ts';

/** A version about to be kept. `createdBy` null: the project. */
export type NewVersion = { item: Item; version: number; state: ItemState; review: Review; origin: 'content' | 'local'; note: string; createdBy: string | null };

/** Adds items that the bank does not have yet; those it has are left as they are. */
export async function addItems(db: Db, items: Item[], origin: 'content' | 'local', createdBy: string | null): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.item (id, family, competence, origin, created_by)
    select item.id, item.family, item.competence, ${origin}, ${createdBy}::uuid
    from unnest(
      ${items.map(({ id }) => id)}::text[],
      ${items.map(({ family }) => family)}::text[],
      ${items.map(({ competence }) => competence)}::text[]
    ) as item (id, family, competence)
    on conflict (id) do nothing`,
  );
}

/** Adds versions with their starting parameters; returns the id of each, in their order. */
export async function addVersions(db: Db, versions: NewVersion[]): Promise<string[]> {
  const bodies = versions.map(({ item }) => bodyOf(item));
  const ids = versions.map(() => newId());
  await all(
    db,
    sql`
    insert into skills.item_version
      (item_id, version, id, state, review, origin, kind, band, tool, life, english, body, digest, note, prompt_plain, created_by, editors, live_from)
    select given.item_id, given.version, given.id, given.state, given.review, given.origin, given.kind, given.band, given.tool, given.life,
      given.english, given.body, given.digest, given.note, kernel.plain(given.prompt), given.created_by,
      array_remove(array[given.created_by], null),
      case when given.state = 'live' then now() end
    from unnest(
      ${versions.map(({ item }) => item.id)}::text[],
      ${versions.map(({ version }) => version)}::integer[],
      ${ids}::uuid[],
      ${versions.map(({ state }) => state)}::text[],
      ${versions.map(({ review }) => review)}::text[],
      ${versions.map(({ origin }) => origin)}::text[],
      ${versions.map(({ item }) => item.kind)}::text[],
      ${versions.map(({ item }) => item.band)}::integer[],
      ${versions.map(({ item }) => item.tool ?? null)}::text[],
      ${versions.map(({ item }) => item.for)}::text[],
      ${versions.map(({ item }) => item.text.en !== undefined)}::boolean[],
      ${bodies.map(({ body }) => body)}::text[],
      ${bodies.map(({ digest }) => digest)}::text[],
      ${versions.map(({ note }) => note)}::text[],
      ${versions.map(({ item }) => searched(item))}::text[],
      ${versions.map(({ createdBy }) => createdBy)}::uuid[]
    ) as given (item_id, version, id, state, review, origin, kind, band, tool, life, english, body, digest, note, prompt, created_by)`,
  );
  await addExpertParameters(db, versions);
  return ids;
}

/** The words by which an item is found. */
export function searched(item: Item): string {
  return [item.id, item.text.vi.prompt, item.outcome_vi].join(' ');
}

/** Notes the authors' values of versions, as the newest. */
export async function addExpertParameters(db: Db, versions: Pick<NewVersion, 'item' | 'version'>[]): Promise<void> {
  const values = versions.map(({ item }) => expertParameters(item));
  await all(
    db,
    sql`
    insert into skills.item_parameter (item_id, version, since, a, b, c, source)
    select given.item_id, given.version, clock_timestamp(), given.a, given.b, given.c, 'expert'
    from unnest(
      ${versions.map(({ item }) => item.id)}::text[],
      ${versions.map(({ version }) => version)}::integer[],
      ${values.map(({ a }) => a)}::numeric[],
      ${values.map(({ b }) => b)}::numeric[],
      ${values.map(({ c }) => c)}::numeric[]
    ) as given (item_id, version, a, b, c)`,
  );
}

/** Moves versions to a state, with the reason and who did it; `review` changes with it where it is given. */
export async function moveVersions(db: Db, moves: { itemId: string; version: number; to: ItemState; reason: string; review?: Review }[], movedBy: string | null): Promise<void> {
  await all(
    db,
    sql`
    with given as (
      select move.item_id, move.version, move.state, move.reason, move.review, move.id
      from unnest(
        ${moves.map(({ itemId }) => itemId)}::text[],
        ${moves.map(({ version }) => version)}::integer[],
        ${moves.map(({ to }) => to)}::text[],
        ${moves.map(({ reason }) => reason)}::text[],
        ${moves.map(({ review }) => review ?? null)}::text[],
        ${moves.map(() => newId())}::uuid[]
      ) as move (item_id, version, state, reason, review, id)
    ),
    noted as (
      insert into skills.item_move (id, item_id, version, from_state, to_state, reason, moved_by)
      select given.id, given.item_id, given.version, version.state, given.state, given.reason, ${movedBy}::uuid
      from given
      join skills.item_version as version
        on version.item_id = given.item_id
        and version.version = given.version
      returning item_move.item_id
    )
    update skills.item_version as version
    set state = given.state,
      review = coalesce(given.review, version.review),
      changed_at = now(),
      live_from = case when given.state = 'live' then now() else version.live_from end,
      retired_at = case when given.state = 'retired' then now() else version.retired_at end
    from given
    where version.item_id = given.item_id
      and version.version = given.version`,
  );
}

/** Gives a draft other words; whoever did it counts among its editors, who may not review it. */
export async function rewriteDraft(db: Db, item: Item, version: number, note: string, editor: string | null): Promise<void> {
  const { body, digest } = bodyOf(item);
  await all(
    db,
    sql`
    update skills.item_version as version
    set kind = ${item.kind},
      band = ${item.band},
      tool = ${item.tool ?? null},
      life = ${item.for},
      english = ${item.text.en !== undefined},
      body = ${body},
      digest = ${digest},
      note = ${note},
      prompt_plain = kernel.plain(${searched(item)}),
      editors = array_remove(array_remove(version.editors, ${editor}::uuid) || array[${editor}::uuid], null),
      review = 'none',
      changed_at = now()
    where version.item_id = ${item.id}
      and version.version = ${version}`,
  );
  await addExpertParameters(db, [{ item, version }]);
}

/** Puts an item into another family of its competence. */
export async function setFamily(db: Db, itemId: string, family: string): Promise<void> {
  await all(db, sql`update skills.item set family = ${family} where item.id = ${itemId}`);
}

/** Notes what a reviewer found; `passed` marks the version as passed. */
export async function addReview(db: Db, review: { itemId: string; version: number; verdict: string; remark: string; reviewedBy: string }): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.item_review (id, item_id, version, verdict, remark, reviewed_by)
    values (${newId()}, ${review.itemId}, ${review.version}, ${review.verdict}, ${review.remark}, ${review.reviewedBy})`,
  );
  if (review.verdict !== 'passed') return;
  await all(
    db,
    sql`
    update skills.item_version as version
    set review = 'passed'
    where version.item_id = ${review.itemId}
      and version.version = ${review.version}`,
  );
}
