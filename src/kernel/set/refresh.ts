import { createHash } from 'node:crypto';
import { all, inTransaction, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { forgetAnswers } from './fresh.ts';
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
  const touched = await inTransaction(db, async (tx) => {
    const lock = await one(tx, sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as got`);
    if (lock?.got !== true) return 0;
    // Rolling up a whole city sorts a few hundred megabytes; compiling its statements takes longer than running them.
    await all(tx, sql`select set_config('work_mem', '192MB', true), set_config('jit', 'off', true)`);
    const marks = await all(tx, sql<Mark>`delete from kernel.stale returning set_name, unit_id`);
    const names = [...new Set(marks.map(({ set_name }) => set_name))];
    for (const definition of definitions.filter(({ name }) => names.includes(name))) {
      const own = marks.filter(({ set_name }) => set_name === definition.name).map(({ unit_id }) => unit_id);
      const units = own.flatMap((unit) => (unit === null ? [] : [unit]));
      await refreshSet(tx, definition, units.length === own.length ? [...new Set(units)] : undefined);
    }
    return names.length;
  });
  forgetAnswers(db);
  return touched;
}

/** Marks every set whose query is not the one its readings were stored with; run once at the start of a process. */
export async function markChangedDefinitions(db: Db, definitions: SetDefinition[]): Promise<string[]> {
  return inTransaction(db, async (tx) => {
    const stored = await all(tx, sql<{ set_name: string; fingerprint: string }>`select set_definition.set_name, set_definition.fingerprint from kernel.set_definition`);
    const known = new Map(stored.map(({ set_name, fingerprint }) => [set_name, fingerprint]));
    const changed = definitions.filter((definition) => known.get(definition.name) !== fingerprintOf(tx, definition));
    for (const definition of changed) {
      await all(
        tx,
        sql`
        insert into kernel.set_definition (set_name, fingerprint)
        values (${definition.name}, ${fingerprintOf(tx, definition)})
        on conflict (set_name) do update set fingerprint = excluded.fingerprint`,
      );
      await all(tx, sql`insert into kernel.stale (set_name, unit_id) values (${definition.name}, null)`);
    }
    return changed.map(({ name }) => name);
  });
}

/** Stores the sizes of one set anew: in these units and, by the difference, in everything above them; or (without `units`) everywhere. */
export async function refreshSet(tx: Db, definition: SetDefinition, units: string[] | undefined): Promise<void> {
  const { name, measure } = definition;
  const chosen = units === undefined ? sql`true` : sql`item.unit_id = any(${units}::uuid[])`;
  const above =
    units === undefined
      ? sql`true`
      : sql`item.unit_id in (
        select ancestor.ancestor_id
        from kernel.unit_ancestor as ancestor
        where ancestor.unit_id = any(${units}::uuid[]))`;
  const pieces = (steps: RawBuilder<unknown>) => (measure === 'stock' ? stockPieces(steps) : flowPieces(steps));
  const now = sql`select step.unit_id, step.slice, step.valid_from, step.valid_to, step.size, step.weight from kernel.step where step.set_name = ${name}`;
  if (units === undefined) {
    await store(tx, 'step', name, chosen, changesOf(allRows(definition), chosen, measure));
    await store(tx, 'reading', name, above, endsOf(pieces(now)));
    return;
  }
  const before = await takeSteps(tx, name, units);
  await store(tx, 'step', name, chosen, changesOf(allRows(definition), chosen, measure));
  const kept = sql`
    select item.unit_id, item.slice, item.valid_from, item.valid_to, item.size, item.weight
    from kernel.reading as item
    where item.set_name = ${name}
      and ${above}`;
  const lost = sql`select gone.unit_id, gone.slice, gone.valid_from, gone.valid_to, -gone.size as size, -gone.weight as weight from (${pieces(before)}) as gone`;
  const own = sql`${now} and step.unit_id = any(${units}::uuid[])`;
  await store(tx, 'reading', name, above, endsOf(sql`${kept} union all ${lost} union all ${pieces(own)}`));
}

/** The stored steps of some units, as rows of a query that stays what it is when they are changed. */
async function takeSteps(tx: Db, name: string, units: string[]): Promise<RawBuilder<unknown>> {
  const rows = await all(
    tx,
    sql<{ unit_id: string; slice: string; valid_from: string; valid_to: string; size: number; weight: string }>`
      select step.unit_id, step.slice, step.valid_from::text as valid_from, step.valid_to::text as valid_to, step.size, step.weight::text as weight
      from kernel.step
      where step.set_name = ${name}
        and step.unit_id = any(${units}::uuid[])`,
  );
  return sql`
    select step.unit_id, step.slice, step.valid_from, step.valid_to, step.size, step.weight
    from unnest(
      ${rows.map((row) => row.unit_id)}::uuid[],
      ${rows.map((row) => row.slice)}::text[],
      ${rows.map((row) => row.valid_from)}::date[],
      ${rows.map((row) => row.valid_to)}::date[],
      ${rows.map((row) => row.size)}::bigint[],
      ${rows.map((row) => row.weight)}::numeric[]
    ) as step (unit_id, slice, valid_from, valid_to, size, weight)`;
}

/** Writes the levels that `changes` lead to in place of the rows `where` they stand; what is right already is not touched. */
async function store(tx: Db, table: 'step' | 'reading', name: string, where: RawBuilder<unknown>, changes: RawBuilder<unknown>): Promise<void> {
  const relation = sql.table(`kernel.${table}`);
  await all(
    tx,
    sql`
    with ${levels(changes)},
    wanted as materialized (
      select level.slice, level.unit_id, level.valid_from, level.valid_to, level.size, level.weight
      from level
      where level.size <> 0 or level.weight <> 0
    ),
    gone as (
      delete from ${relation} as item
      where item.set_name = ${name}
        and ${where}
        and not exists (
          select 1
          from wanted
          where wanted.unit_id = item.unit_id
            and wanted.slice = item.slice
            and wanted.valid_from = item.valid_from)
    )
    insert into ${relation} as stored (set_name, slice, unit_id, valid_from, valid_to, size, weight)
    select ${name}, wanted.slice, wanted.unit_id, wanted.valid_from, wanted.valid_to, wanted.size, wanted.weight
    from wanted
    where not exists (
      select 1
      from ${relation} as same
      where same.set_name = ${name}
        and same.unit_id = wanted.unit_id
        and same.slice = wanted.slice
        and same.valid_from = wanted.valid_from
        and same.valid_to = wanted.valid_to
        and same.size = wanted.size
        and same.weight = wanted.weight)
    on conflict (unit_id, set_name, slice, valid_from) do update
    set valid_to = excluded.valid_to, size = excluded.size, weight = excluded.weight`,
  );
}

/** Each row of a set as a change on its first day and, of a stock, another on the day it ends. */
function changesOf(rows: RawBuilder<unknown>, chosen: RawBuilder<unknown>, measure: 'stock' | 'flow'): RawBuilder<unknown> {
  const ends = measure === 'stock' ? sql`item.valid_to < 'infinity'` : sql`false`;
  return sql`
    select item.unit_id, item.slice, edge.day, edge.sign as size, edge.sign * item.weight as weight
    from (${rows}) as item
    cross join lateral (values (item.valid_from, 1, true), (item.valid_to, -1, ${ends})) as edge (day, sign, real)
    where edge.real
      and ${chosen}`;
}

/** Each piece (size and weight from a day until before another) as a change on both days. */
function endsOf(pieces: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select piece.unit_id, piece.slice, edge.day, edge.sign * piece.size as size, edge.sign * piece.weight as weight
    from (${pieces}) as piece
    cross join lateral (values (piece.valid_from, 1), (piece.valid_to, -1)) as edge (day, sign)
    where edge.day < 'infinity'`;
}

/** What a unit has on a day counts for every unit it lies under on that day. */
function stockPieces(steps: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select ancestor.ancestor_id as unit_id, step.slice,
      greatest(step.valid_from, ancestor.valid_from) as valid_from,
      least(step.valid_to, ancestor.valid_to) as valid_to,
      step.size, step.weight
    from (${steps}) as step
    join kernel.unit_ancestor as ancestor
      on ancestor.unit_id = step.unit_id
      and ancestor.valid_from < step.valid_to
      and ancestor.valid_to > step.valid_from`;
}

/** What happened on a day counts, from then on, for every unit it lay under on that day. */
function flowPieces(steps: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select ancestor.ancestor_id as unit_id, rise.slice, rise.valid_from, 'infinity'::date as valid_to, rise.size, rise.weight
    from (
      select step.unit_id, step.slice, step.valid_from,
        step.size - coalesce(lag(step.size) over before, 0) as size,
        step.weight - coalesce(lag(step.weight) over before, 0) as weight
      from (${steps}) as step
      window before as (partition by step.unit_id, step.slice order by step.valid_from)
    ) as rise
    join kernel.unit_ancestor as ancestor
      on ancestor.unit_id = rise.unit_id
      and ancestor.valid_from <= rise.valid_from
      and ancestor.valid_to > rise.valid_from`;
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
  return createHash('sha256')
    .update(`${definition.measure} ${compiled.sql} ${JSON.stringify(compiled.parameters)}`)
    .digest('base64url');
}
