import type { Day } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import { listAncestors, listChildren, type Actor } from '#kernel/org/index.ts';
import { seesAll } from './members.ts';
import { sliceName, type SetDefinition } from './model.ts';
import { hiddenCells } from './protect.ts';
import { readSizes } from './read.ts';
import { getSet } from './registry.ts';

/** Whether the size of a slice ('' = the whole) may be shown. */
export type Visibility = (slice: string) => boolean;

/**
 * What `actor` may be shown of a set in a unit on a day. Whoever may see the persons sees every size; to others, small groups and what would
 * give them away are hidden, on the way from the city down to the unit: what is hidden above stays hidden below.
 */
export async function visibilityIn(db: Db, definition: SetDefinition, actor: Actor, unitId: string, day: Day): Promise<Visibility> {
  if (isOpen(definition, actor)) return () => true;
  const path = [...(await listAncestors(db, unitId, day)).map(({ id }) => id), unitId];
  const seen = await visibilityAlong(db, definition, actor, path, day);
  return (slice) => seen(unitId, slice);
}

/** The same for the units directly under a unit: `(child, slice) → may be shown`. */
export async function visibilityUnder(db: Db, definition: SetDefinition, actor: Actor, unitId: string, day: Day): Promise<(child: string, slice: string) => boolean> {
  if (isOpen(definition, actor)) return () => true;
  const path = [...(await listAncestors(db, unitId, day)).map(({ id }) => id), unitId];
  return visibilityAlong(db, definition, actor, [...path, undefined], day);
}

function isOpen(definition: SetDefinition, actor: Actor): boolean {
  return !definition.people || actor.kind === 'system';
}

/** Goes down the path; its last element undefined asks for all children of the one before it. */
async function visibilityAlong(db: Db, definition: SetDefinition, actor: Actor, path: (string | undefined)[], day: Day): Promise<(unit: string, slice: string) => boolean> {
  const units = path.flatMap((unit) => (unit === undefined ? [] : [unit]));
  if (!definition.people || seesAll(definition, actor, units)) return () => true;
  if (definition.base !== undefined) {
    const base = await visibilityAlong(db, getSet(definition.base), actor, path, day);
    return (unit) => base(unit, '');
  }
  const groups = [[''], ...Object.entries(definition.dimensions).map(([name, { values }]) => values.map((value) => sliceName(name, value)))];
  const hidden = new Set<string>();
  let above: string | undefined;
  for (const unit of path) {
    const rows = above === undefined ? units.slice(0, 1) : (await listChildren(db, above, day)).map(({ id }) => id);
    for (const slices of groups) await hideTable(db, definition, day, { above, rows, slices, hidden });
    above = unit;
  }
  return (unit, slice) => !hidden.has(`${unit} ${slice}`) && !hidden.has(`${unit} `);
}

type Table = { above: string | undefined; rows: string[]; slices: string[]; hidden: Set<string> };

async function hideTable(db: Db, { name, measure }: SetDefinition, day: Day, { above, rows, slices, hidden }: Table): Promise<void> {
  const units = above === undefined ? rows : [...rows, above];
  const lookups = units.flatMap((unitId) => slices.map((slice) => ({ set: name, slice, unitId, day, measure })));
  const sizes = (await readSizes(db, lookups)).map(({ size }) => size);
  const table = units.map((_, row) => sizes.slice(row * slices.length, (row + 1) * slices.length));
  const lost = slices.map((slice) => above !== undefined && (hidden.has(`${above} ${slice}`) || hidden.has(`${above} `)));
  const total = above === undefined ? undefined : table.pop();
  // What lies in the unit above itself, not in one of its children, is a part as well.
  if (total !== undefined) table.push(total.map((size, column) => size - table.reduce((sum, row) => sum + (row[column] ?? 0), 0)));
  hiddenCells(table, undefined, lost).forEach((row, index) =>
    row.forEach((isHidden, column) => {
      if (isHidden && rows[index] !== undefined) hidden.add(`${rows[index]} ${slices[column] ?? ''}`);
    }),
  );
}
