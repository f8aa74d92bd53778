import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { mayAnywhere, rootsOf, scope, system, type Actor } from '#kernel/org/index.ts';
import { rowsOf, type SetDefinition } from './model.ts';
import { membersOf, readSizes } from './read.ts';

/** Which records: of a set or slice, in a unit with all under it, on a day (stock) or from `from` up to and including `day` (flow). */
export type MembersQuery = { slice: string; unitId: string; day: Day; from?: Day | undefined };

/** One record of a set as a line of the list that its number opens; `since` is the day from which it belongs, `person` whose record it is where it is one of people. */
export type Member = { record: string; person: string; label: string; sort: string; detail: string; unitId: string; unitName: string; since: Day; weight: number };

/** The units whose records `actor` may see; `complete` when none is left out, `partial` when a unit before this one was divided among several. */
export type Reach = { unitIds: string[]; seen: string[]; complete: boolean; partial: boolean };

/** From how many records on the list is found by walking through all records in their order, instead of collecting and sorting. */
const WALK_FROM = 4000;

/** Where the records of a number lie, and in which of these units `actor` may see them. */
export async function reachOf(db: Db, definition: SetDefinition, actor: Actor, today: Day, query: MembersQuery): Promise<Reach> {
  const { unitIds, partial } = await membersOf(db, query.unitId, query.day, definition.measure);
  const on = definition.measure === 'stock' ? sql`part.valid_from <= ${query.day} and part.valid_to > ${query.day}` : sql`part.valid_from <= ${query.day}`;
  const rows = await all(
    db,
    sql<{ unit_id: string; seen: boolean }>`
      select part.unit_id, ${visible(definition, actor, today)} as seen
      from kernel.unit_ancestor as part
      where part.ancestor_id = any(${unitIds}::uuid[])
        and ${on}
      group by part.unit_id`,
  );
  return { unitIds, partial, seen: rows.filter(({ seen }) => seen).map(({ unit_id }) => unit_id), complete: rows.every(({ seen }) => seen) };
}

/**
 * The records a number counts, in the units of `reach`, sorted by label; at most `limit`, beginning after the line `after`.
 * Pass the last line as the next `after`, and `size` where `countMembers` has told it.
 */
export async function listMembers(
  db: Db,
  definition: SetDefinition,
  reach: Reach,
  query: MembersQuery,
  page: { after?: { sort: string; record: string } | undefined; limit: number; size?: number },
): Promise<Member[]> {
  const size = page.size ?? (await countMembers(db, definition, reach, query));
  if (size === 0) return [];
  const records = recordsOf(definition);
  const day = heldOn(definition, query);
  // What is shown beside the order is looked up for the records of the page only.
  const rows = await all(
    db,
    sql<{ record: string; person: string; label: string; sort: string; detail: string | null; unit_id: string; unit_name: string; since: Day; weight: number }>`
      select named.record, ${definition.person?.(sql`item.record`) ?? sql`item.record`} as person, named.label, named.sort, named.detail, item.unit_id, (
        select version.name_vi
        from kernel.unit_version as version
        where version.unit_id = item.unit_id
          and version.valid_from <= ${day}
          and version.valid_to > ${day}
      ) as unit_name, item.valid_from as since, item.weight
      from (
        select named.record, named.sort, item.unit_id, item.valid_from, item.weight
        from ${inOrder(definition, reach, query, size)}
        where ${page.after === undefined ? sql`true` : sql`(named.sort, named.record) > (${page.after.sort}::text collate kernel.vi, ${page.after.record}::uuid)`}
        order by named.sort, named.record
        limit ${page.limit}
      ) as item
      cross join lateral (${records} where named.record = item.record offset 0) as named
      order by item.sort, item.record`,
  );
  return rows.map(({ unit_id, unit_name, detail, ...row }) => ({ ...row, detail: detail ?? '', unitId: unit_id, unitName: unit_name }));
}

/**
 * Rows `item` and `named`: the records that a number counts with what they are sorted by. Few of them are collected and sorted (by what the rows carry, where they do), many are found by walking
 * through all records in their order. `offset 0` keeps the planner to the way chosen here: it cannot know how many rows there are to find.
 */
function inOrder(definition: SetDefinition, reach: Reach, query: MembersQuery, size: number): RawBuilder<unknown> {
  if (size < WALK_FROM && query.slice === '' && definition.sorted !== undefined) {
    return sql`(select item.record, item.unit_id, item.valid_from, item.weight, item.sort from (${definition.sorted}) as item where ${counts(definition, reach, query)} offset 0) as item cross join lateral (select item.record, item.sort) as named`;
  }
  const items = sql`
    select item.record, item.unit_id, item.valid_from, item.weight
    from (${rowsOf(definition, query.slice)}) as item
    where ${counts(definition, reach, query)}`;
  return size < WALK_FROM
    ? sql`(${items} offset 0) as item cross join lateral (${recordsOf(definition)} where named.record = item.record offset 0) as named`
    : sql`(${definition.records}) as named cross join lateral (${items} and item.record = named.record offset 0) as item`;
}

/** A select of all records, to which a condition may be added. */
const recordsOf = (definition: SetDefinition) => sql`select named.record, named.label, named.sort, named.detail from (${definition.records}) as named`;

/** How many records of a number lie in the units of `reach`: of a stock as stored, of a flow counted anew. */
export async function countMembers(db: Db, definition: SetDefinition, reach: Reach, query: MembersQuery): Promise<number> {
  if (reach.seen.length === 0) return 0;
  const { measure, name: set } = definition;
  if (measure === 'stock' && reach.complete) return (await readSizes(db, [{ ...query, set, measure }]))[0]?.size ?? 0;
  const counted =
    measure === 'stock'
      ? sql<{ size: number | null }>`
      select sum(stored.size)::bigint as size
      from unnest(${reach.seen}::uuid[]) as part (unit_id)
      cross join lateral (
        select step.size, step.valid_to
        from kernel.step
        where step.unit_id = part.unit_id
          and step.set_name = ${set}
          and step.slice = ${query.slice}
          and step.valid_from <= ${query.day}
        order by step.valid_from desc
        limit 1
      ) as stored
      where stored.valid_to > ${query.day}`
      : sql<{ size: number | null }>`
      select count(*) as size
      from (${rowsOf(definition, query.slice)}) as item
      where ${counts(definition, reach, query)}`;
  return (await one(db, counted))?.size ?? 0;
}

/** The very rows that a number counts, whoever asks: a query for record, unit_id, valid_from and weight, in no order. */
export async function countedRows(db: Db, definition: SetDefinition, query: MembersQuery): Promise<RawBuilder<unknown>> {
  const reach = await reachOf(db, definition, system('counting'), query.day, query);
  return sql`
    select item.record, item.unit_id, item.valid_from, item.weight
    from (${rowsOf(definition, query.slice)}) as item
    where ${counts(definition, reach, query)}`;
}

/** Whether the list of a set, opened by `actor`, is a look at the records of people: it says something of each that asks for a purpose, and they may see some. */
export function listIsLook(definition: SetDefinition | undefined, actor: Actor): boolean {
  return definition?.looks === true && mayAnywhere(actor, definition.see);
}

/** Whether `actor` may see every record of the set under this unit, so that nothing need be hidden from them. */
export function seesAll(definition: SetDefinition, actor: Actor, ancestorsAndSelf: string[]): boolean {
  if (definition.see === 'signed-in') return actor.kind !== 'anonymous';
  const roots = rootsOf(actor, definition.see);
  return roots === 'everywhere' || roots.some((root) => ancestorsAndSelf.includes(root));
}

/** The day on which a record's unit is looked up: a stock's day, or the day on which a flow's record came about. */
function heldOn(definition: SetDefinition, query: MembersQuery): RawBuilder<unknown> {
  return definition.measure === 'stock' ? sql`${query.day}::date` : sql`item.valid_from`;
}

/** Which rows a number counts: a stock's on its day; a flow's of the period that lay under the unit when they came about. */
function counts(definition: SetDefinition, reach: Reach, query: MembersQuery): RawBuilder<boolean> {
  const seen = sql`item.unit_id = any(${reach.seen}::uuid[])`;
  if (definition.measure === 'stock') return sql<boolean>`${seen} and item.valid_from <= ${query.day} and item.valid_to > ${query.day}`;
  return sql<boolean>`${seen}
    and item.valid_from <= ${query.day}
    and item.valid_from >= ${query.from ?? '-infinity'}
    and exists (
      select 1
      from kernel.unit_ancestor as above
      where above.unit_id = item.unit_id
        and above.ancestor_id = any(${reach.unitIds}::uuid[])
        and above.valid_from <= item.valid_from
        and above.valid_to > item.valid_from)`;
}

/**
 * Whether the unit `part.unit_id` is one whose records the actor sees.
 * A record of the past is seen by whoever is responsible today for the unit it lies in, or for the unit that succeeded it;
 * where a unit ended, also by whoever is responsible for what it lay under.
 */
function visible(definition: SetDefinition, actor: Actor, today: Day): RawBuilder<boolean> {
  if (definition.see === 'signed-in') return actor.kind === 'anonymous' ? sql<boolean>`false` : sql<boolean>`true`;
  const roots = rootsOf(actor, definition.see);
  if (roots === 'everywhere') return sql<boolean>`true`;
  if (roots.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${scope(actor, definition.see, sql`part.unit_id`, today)}
    or exists (
      select 1
      from kernel.unit_succession as succession
      where succession.old_id = part.unit_id
        and ${scope(actor, definition.see, sql`succession.new_id`, today)})
    or exists (
      select 1
      from kernel.unit_ancestor as once
      where once.unit_id = part.unit_id
        and once.ancestor_id = any(${roots}::uuid[])
        and not exists (
          select 1
          from kernel.unit_version as version
          where version.unit_id = part.unit_id
            and version.valid_to > ${today})))`;
}
