import { createHash } from 'node:crypto';
import { all, inTransaction, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { allRows, type SetDefinition } from './model.ts';

/** Advisory lock that lets one process at a time refresh readings. */
const LOCK = 7_201_001;

type Mark = { set_name: string; unit_id: string | null };

/**
 * Computes anew what facts have made stale and returns how many sets were touched. Safe to run from several processes: one works, the others
 * return 0. A fact committed while this runs has left its own mark and is taken by the next run.
 */
export async function refresh(db: Db, definitions: SetDefinition[]): Promise<number> {
  const waiting = await one(db, sql<{ yes: boolean }>`select exists (select 1 from kernel.stale) as yes`);
  if (waiting?.yes !== true) return 0;
  return inTransaction(db, async (tx) => {
    const lock = await one(tx, sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as got`);
    if (lock?.got !== true) return 0;
    const marks = await all(tx, sql<Mark>`delete from kernel.stale returning set_name, unit_id`);
    const names = [...new Set(marks.map(({ set_name }) => set_name))];
    for (const definition of definitions.filter(({ name }) => names.includes(name))) {
      const own = marks.filter(({ set_name }) => set_name === definition.name).map(({ unit_id }) => unit_id);
      const units = own.flatMap((unit) => (unit === null ? [] : [unit]));
      await refreshSet(tx, definition, units.length === own.length ? [...new Set(units)] : undefined);
    }
    return names.length;
  });
}

/** Marks every set whose query is not the one its readings were stored with; run once at the start of a process. */
export async function markChangedDefinitions(db: Db, definitions: SetDefinition[]): Promise<string[]> {
  return inTransaction(db, async (tx) => {
    const stored = await all(tx, sql<{ set_name: string; fingerprint: string }>`select set_definition.set_name, set_definition.fingerprint from kernel.set_definition`);
    const known = new Map(stored.map(({ set_name, fingerprint }) => [set_name, fingerprint]));
    const changed = definitions.filter((definition) => known.get(definition.name) !== fingerprintOf(tx, definition));
    for (const definition of changed) {
      await all(tx, sql`
        insert into kernel.set_definition (set_name, fingerprint)
        values (${definition.name}, ${fingerprintOf(tx, definition)})
        on conflict (set_name) do update set fingerprint = excluded.fingerprint`);
      await all(tx, sql`insert into kernel.stale (set_name, unit_id) values (${definition.name}, null)`);
    }
    return changed.map(({ name }) => name);
  });
}

/** Stores the sizes of one set anew, in these units and everything above them, or (without `units`) everywhere. Pass a transaction. */
export async function refreshSet(tx: Db, definition: SetDefinition, units: string[] | undefined): Promise<void> {
  const chosen = units === undefined ? sql`true` : sql`item.unit_id = any(${units}::uuid[])`;
  await all(tx, sql`delete from kernel.step as item where item.set_name = ${definition.name} and ${chosen}`);
  await all(tx, sql`
    with item as materialized (
      select item.unit_id, item.slice, item.valid_from, item.valid_to, item.weight
      from (${allRows(definition)}) as item
      where ${chosen}
    ),
    ${levels(sql`
      select item.unit_id, item.slice, item.valid_from as day, 1 as size, item.weight
      from item
      union all
      select item.unit_id, item.slice, item.valid_to, -1, -item.weight
      from item
      where item.valid_to < 'infinity'
        and ${definition.measure === 'stock'}`)}
    insert into kernel.step (set_name, slice, unit_id, valid_from, valid_to, size, weight)
    select ${definition.name}, level.slice, level.unit_id, level.valid_from, level.valid_to, level.size, level.weight
    from level
    where level.size <> 0 or level.weight <> 0`);
  await rollUp(tx, definition, units);
}

async function rollUp(tx: Db, definition: SetDefinition, units: string[] | undefined): Promise<void> {
  const above = units === undefined
    ? sql`true`
    : sql`item.unit_id in (
        select ancestor.ancestor_id
        from kernel.unit_ancestor as ancestor
        where ancestor.unit_id = any(${units}::uuid[]))`;
  await all(tx, sql`delete from kernel.reading as item where item.set_name = ${definition.name} and ${above}`);
  await all(tx, sql`
    with item as materialized (${definition.measure === 'stock' ? stockPieces(definition.name, above) : flowPieces(definition.name, above)}),
    ${levels(sql`
      select item.unit_id, item.slice, item.valid_from as day, item.size, item.weight
      from item
      union all
      select item.unit_id, item.slice, item.valid_to, -item.size, -item.weight
      from item
      where item.valid_to < 'infinity'`)}
    insert into kernel.reading (set_name, slice, unit_id, valid_from, valid_to, size, weight)
    select ${definition.name}, level.slice, level.unit_id, level.valid_from, level.valid_to, level.size, level.weight
    from level
    where level.size <> 0 or level.weight <> 0`);
}

/** What a unit has on a day counts for every unit it lies under on that day. */
function stockPieces(name: string, above: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select item.unit_id, item.slice, item.valid_from, item.valid_to, item.size, item.weight
    from (
      select ancestor.ancestor_id as unit_id, step.slice, step.size, step.weight,
        greatest(step.valid_from, ancestor.valid_from) as valid_from,
        least(step.valid_to, ancestor.valid_to) as valid_to
      from kernel.step
      join kernel.unit_ancestor as ancestor
        on ancestor.unit_id = step.unit_id
        and ancestor.valid_from < step.valid_to
        and ancestor.valid_to > step.valid_from
      where step.set_name = ${name}
    ) as item
    where ${above}`;
}

/** What happened on a day counts, from then on, for every unit it lay under on that day. */
function flowPieces(name: string, above: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select item.unit_id, item.slice, item.valid_from, item.valid_to, item.size, item.weight
    from (
      select ancestor.ancestor_id as unit_id, rise.slice, rise.size, rise.weight, rise.valid_from, 'infinity'::date as valid_to
      from (
        select step.unit_id, step.slice, step.valid_from,
          step.size - coalesce(lag(step.size) over before, 0) as size,
          step.weight - coalesce(lag(step.weight) over before, 0) as weight
        from kernel.step
        where step.set_name = ${name}
        window before as (partition by step.unit_id, step.slice order by step.valid_from)
      ) as rise
      join kernel.unit_ancestor as ancestor
        on ancestor.unit_id = rise.unit_id
        and ancestor.valid_from <= rise.valid_from
        and ancestor.valid_to > rise.valid_from
    ) as item
    where ${above}`;
}

/** CTEs that turn changes (unit_id, slice, day, size, weight) into levels with the days they hold. */
function levels(changes: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    change as (
      select delta.unit_id, delta.slice, delta.day, sum(delta.size) as size, sum(delta.weight) as weight
      from (${changes}) as delta
      group by delta.unit_id, delta.slice, delta.day
      having sum(delta.size) <> 0 or sum(delta.weight) <> 0
    ),
    level as (
      select change.unit_id, change.slice, change.day as valid_from,
        lead(change.day, 1, 'infinity'::date) over running as valid_to,
        sum(change.size) over running as size,
        sum(change.weight) over running as weight
      from change
      window running as (partition by change.unit_id, change.slice order by change.day)
    )`;
}

function fingerprintOf(db: Db, definition: SetDefinition): string {
  const compiled = allRows(definition).compile(db);
  return createHash('sha256').update(`${definition.measure} ${compiled.sql} ${JSON.stringify(compiled.parameters)}`).digest('base64url');
}
