import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import type { Actor } from '#kernel/org/index.ts';
import { seesAll } from './members.ts';
import { sliceName, type SetDefinition } from './model.ts';
import { hiddenCells } from './protect.ts';
import { readSizes, readStanding, type Lookup } from './read.ts';
import { getSet } from './registry.ts';

/** Whether the size of a slice ('' = the whole) in a unit on a day may be shown; asked only of units, days and slices of the question. */
export type Visibility = (unitId: string, slice: string, day: Day) => boolean;

/** What will be shown: a unit on some days; `under`: the units directly under it too; `divisions`: the slices too, of all divisions or of the one named. */
export type Question = { unitId: string; days: Day[]; under?: boolean; divisions?: string | undefined };

/** The units from the city down to the one asked about, on a day, and the children of each. */
type Path = { units: string[]; childrenOf: Map<string, string[]>; alone: boolean };

/** Sizes of `rows` by `slices` under one unit; what is hidden there is noted in `hidden`. */
type Table = { above: string | undefined; rows: string[]; slices: string[] };

/**
 * What `actor` may be shown of a set. Whoever may see the persons without a purpose sees every size; to others, small groups and what would
 * give them away are hidden, on the way from the city down to the unit: what is hidden above stays hidden below.
 */
export async function visibilityOf(db: Db, definition: SetDefinition, actor: Actor, question: Question): Promise<Visibility> {
  if (!definition.people || actor.kind === 'system') return () => true;
  const paths = await listPaths(db, question);
  const guarded = question.days.filter((day) => definition.looks === true || !seesAll(definition, actor, paths.get(day)?.units ?? []));
  if (guarded.length === 0) return () => true;
  await addChildren(db, paths, guarded, question.under === true);
  const group = definition.base === undefined ? definition : getSet(definition.base);
  const divisions = definition.base === undefined ? question.divisions : undefined;
  const alone = new Set(guarded.filter((day) => paths.get(day)?.alone !== false));
  const hidden = await hiddenOn(db, group, alone, new Map(guarded.map((day) => [day, tablesOf(group, paths.get(day), { ...question, divisions })])));
  return (unitId, slice, day) => {
    const here = hidden.get(day);
    return here === undefined || (!here.has(`${unitId} `) && !here.has(`${unitId} ${divisions === undefined ? '' : slice}`));
  };
}

async function listPaths(db: Db, { unitId, days }: Question): Promise<Map<Day, Path>> {
  const rows = await all(
    db,
    sql<{ day: Day; unit: string }>`
      select wanted.day, above.ancestor_id as unit
      from unnest(${days}::date[]) as wanted (day)
      join kernel.unit_ancestor as above
        on above.unit_id = ${unitId}
        and above.valid_from <= wanted.day
        and above.valid_to > wanted.day
      order by wanted.day, above.depth desc`,
  );
  // On a day before it existed, a unit stands alone.
  const paths = new Map<Day, Path>(days.map((day) => [day, { units: [unitId], childrenOf: new Map(), alone: true }]));
  for (const [day, group] of Map.groupBy(rows, (row) => row.day)) paths.set(day, { units: group.map(({ unit }) => unit), childrenOf: new Map(), alone: false });
  return paths;
}

/** Adds the children of those units on the paths whose tables decide. They come as one text a unit: thousands of ids are read faster so. */
async function addChildren(db: Db, paths: Map<Day, Path>, days: Day[], under: boolean): Promise<void> {
  const wanted = days.flatMap((day) => {
    const units = paths.get(day)?.units ?? [];
    return (under ? units : units.slice(0, -1)).map((unit) => ({ day, unit }));
  });
  if (wanted.length === 0) return;
  const rows = await all(
    db,
    sql<{ day: Day; unit: string; children: string }>`
      select wanted.day, wanted.unit_id as unit, string_agg(version.unit_id::text, ' ') as children
      from unnest(
        ${wanted.map(({ day }) => day)}::date[],
        ${wanted.map(({ unit }) => unit)}::uuid[]
      ) as wanted (day, unit_id)
      join kernel.unit_version as version
        on version.parent_id = wanted.unit_id
        and version.valid_from <= wanted.day
        and version.valid_to > wanted.day
      group by wanted.day, wanted.unit_id`,
  );
  for (const { day, unit, children } of rows) paths.get(day)?.childrenOf.set(unit, children.split(' '));
}

function tablesOf(definition: SetDefinition, path: Path | undefined, question: Omit<Question, 'divisions'> & { divisions: string | undefined }): Table[] {
  const { units, childrenOf } = path ?? { units: [question.unitId], childrenOf: new Map<string, string[]>(), alone: true };
  const parts = Object.entries(definition.dimensions)
    .filter(([name]) => question.divisions === 'all' || question.divisions === name)
    .map(([name, { values }]) => values.map((value) => sliceName(name, value)));
  const groups = [[''], ...parts];
  const above = [undefined, ...(question.under === true ? units : units.slice(0, -1))];
  return above.flatMap((unit) => {
    const rows = unit === undefined ? units.slice(0, 1) : (childrenOf.get(unit) ?? []);
    return groups.map((slices) => ({ above: unit, rows, slices }));
  });
}

/** The hidden `unit slice` of each day, from the sizes of all tables read at once. On a day on which all its units stand, none is read through others. */
async function hiddenOn(db: Db, { name, measure }: SetDefinition, alone: ReadonlySet<Day>, tables: Map<Day, Table[]>): Promise<Map<Day, Set<string>>> {
  const lookups: Lookup[] = [...tables].flatMap(([day, list]) =>
    list.flatMap(({ above, rows, slices }) =>
      [...rows, ...(above === undefined ? [] : [above])].flatMap((unitId) => slices.map((slice) => ({ set: name, slice, unitId, day, measure }))),
    ),
  );
  const stands = ({ day }: Lookup): boolean => measure === 'stock' && !alone.has(day);
  const standing = await readStanding(db, name, lookups.filter(stands));
  const others = (
    await readSizes(
      db,
      lookups.filter((one) => !stands(one)),
    )
  ).values();
  const sizes = lookups.map((one) => (stands(one) ? standing(one) : (others.next().value?.size ?? 0))).values();
  const next = (count: number): number[] => Array.from({ length: count }, () => sizes.next().value ?? 0);
  return new Map(
    [...tables].map(([day, list]) => {
      const hidden = new Set<string>();
      for (const table of list)
        hideIn(
          table,
          table.rows.map(() => next(table.slices.length)),
          table.above === undefined ? undefined : next(table.slices.length),
          hidden,
        );
      return [day, hidden];
    }),
  );
}

function hideIn({ above, rows, slices }: Table, sizes: number[][], total: number[] | undefined, hidden: Set<string>): void {
  const lost = slices.map((slice) => above !== undefined && (hidden.has(`${above} ${slice}`) || hidden.has(`${above} `)));
  // What lies in the unit above itself, not in one of its children, is a part as well.
  const own = total === undefined ? [] : [total.map((size, column) => size - sizes.reduce((sum, row) => sum + (row[column] ?? 0), 0))];
  hiddenCells(
    [...sizes, ...own],
    undefined,
    lost,
    rows.map((row) => hidden.has(`${row} `)),
  ).forEach((row, index) =>
    row.forEach((isHidden, column) => {
      if (isHidden && rows[index] !== undefined) hidden.add(`${rows[index]} ${slices[column] ?? ''}`);
    }),
  );
}
