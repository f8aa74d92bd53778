import { addDays, nextPeriod, startOfPeriod, type Day, type Period } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import { listChildren, type Actor } from '#kernel/org/index.ts';
import { fresh } from './fresh.ts';
import { sliceName, type SetDefinition } from './model.ts';
import { readSizes, type Lookup, type Size } from './read.ts';
import { getFigure } from './registry.ts';
import { visibilityOf, type Visibility } from './visibility.ts';

/** A size that may be shown, or null where a small group is protected; `size` is what the set takes: records, or the sum of their weights. For a ratio `of` is what it is divided by. */
export type Shown = { size: number; weight: number; of: number | null } | null;

/** A figure of a unit on a day with its divisions. */
export type Figure = { name: string; title: string; about: string; ratio: boolean; shown: Shown; divisions: Division[] };
export type Division = { name: string; title: string; parts: { value: string; title: string; slice: string; shown: Shown }[] };

/** The figures of these names (sets or ratios) in a unit with all under it on a day, protected for `actor`. */
export function readFigures(db: Db, actor: Actor, names: string[], unitId: string, day: Day): Promise<Figure[]> {
  return fresh(db, actor, ['figures', ...names, unitId, day], () => computeFigures(db, actor, names, unitId, day));
}

async function computeFigures(db: Db, actor: Actor, names: string[], unitId: string, day: Day): Promise<Figure[]> {
  const plans = names.map((name) => ({ name, ...getFigure(name) }));
  const lookups = plans.flatMap(({ numerator, denominator }) => [
    ...slicesOf(numerator).map((slice) => lookup(numerator, slice, unitId, day)),
    ...(denominator === undefined ? [] : [lookup(denominator, '', unitId, day)]),
  ]);
  const sizes = sizesByKey(lookups, await readSizes(db, lookups));
  const seen = new Map<string, Visibility>();
  for (const { numerator, denominator } of plans) {
    for (const definition of denominator === undefined ? [numerator] : [numerator, denominator]) {
      if (!seen.has(definition.name)) seen.set(definition.name, await visibilityOf(db, definition, actor, { unitId, days: [day], divisions: 'all' }));
    }
  }
  return plans.map(({ name, title, about, numerator, denominator }) => {
    const may = (definition: SetDefinition, slice: string) => seen.get(definition.name)?.(unitId, slice, day) === true;
    const of = denominator && taken(denominator, sizes(lookup(denominator, '', unitId, day))).size;
    const show = (slice: string): Shown => {
      if (!may(numerator, slice) || (denominator !== undefined && !may(denominator, ''))) return null;
      return { ...taken(numerator, sizes(lookup(numerator, slice, unitId, day))), of: of ?? null };
    };
    return { name, title, about, ratio: denominator !== undefined, shown: show(''), divisions: denominator === undefined ? divisionsOf(numerator, show) : [] };
  });
}

/** How many records a set or slice has in a unit on a day as `actor` may be shown it, null where it is protected; of a flow with `from`, in the period from that day. */
export async function readTotal(
  db: Db,
  actor: Actor,
  definition: SetDefinition,
  query: { slice: string; unitId: string; day: Day; from?: Day | undefined },
): Promise<number | null> {
  const shownOn = async (day: Day): Promise<number | null> => {
    const [figure] = await readFigures(db, actor, [definition.name], query.unitId, day);
    const part = query.slice === '' ? figure?.shown : figure?.divisions.flatMap(({ parts }) => parts).find((one) => one.slice === query.slice)?.shown;
    if (!part || definition.take === undefined) return part?.size ?? null;
    return (await readSizes(db, [lookup(definition, query.slice, query.unitId, day)]))[0]?.size ?? 0;
  };
  const now = await shownOn(query.day);
  if (definition.measure === 'stock' || query.from === undefined || now === null) return now;
  const before = await shownOn(addDays(query.from, -1));
  return before === null ? null : now - before;
}

/** A point of a trend: a stock's size at the end of the period (or on `to`), a flow's sum over it. */
export type Point = { from: Day; day: Day; shown: Shown };

/** The trend of a figure, whole or a slice, from the period of `from` to that of `to`. At most 750 points. */
export function readTrend(db: Db, actor: Actor, name: string, unitId: string, range: Range): Promise<Point[]> {
  return fresh(db, actor, ['trend', name, unitId, range.from, range.to, range.period, range.slice ?? ''], () => computeTrend(db, actor, name, unitId, range));
}

type Range = { from: Day; to: Day; period: Period; slice?: string | undefined };

async function computeTrend(db: Db, actor: Actor, name: string, unitId: string, range: Range): Promise<Point[]> {
  const { numerator, denominator } = getFigure(name);
  const slice = range.slice ?? '';
  const periods: { from: Day; day: Day }[] = [];
  for (let start = startOfPeriod(range.from, range.period); start <= range.to && periods.length < 750; start = nextPeriod(start, range.period)) {
    const end = addDays(nextPeriod(start, range.period), -1);
    periods.push({ from: start, day: end < range.to ? end : range.to });
  }
  const parts = denominator === undefined ? [numerator] : [numerator, denominator];
  const lookups = periods.flatMap(({ from, day }) =>
    parts.flatMap((part) => [lookup(part, slice, unitId, day), ...(part.measure === 'flow' ? [lookup(part, slice, unitId, addDays(from, -1))] : [])]),
  );
  const sizes = sizesByKey(lookups, await readSizes(db, lookups));
  const rules = await oneByOne(parts, (part) => visibilityOf(db, part, actor, { unitId, days: periods.map(({ day }) => day), divisions: dimensionOf(slice) }));
  return periods.map(({ from, day }) => {
    const during = (part: SetDefinition): Size => {
      const end = taken(part, sizes(lookup(part, slice, unitId, day)));
      if (part.measure === 'stock') return end;
      const before = taken(part, sizes(lookup(part, slice, unitId, addDays(from, -1))));
      return { size: end.size - before.size, weight: end.weight - before.weight };
    };
    const of = denominator === undefined ? null : during(denominator).size;
    return { from, day, shown: rules.every((may) => may(unitId, slice, day)) ? { ...during(numerator), of } : null };
  });
}

/** A figure in each unit directly under `unitId` on a day, in the Vietnamese order of their names. */
export function readChildren(db: Db, actor: Actor, name: string, unitId: string, day: Day, slice = ''): Promise<Child[]> {
  return fresh(db, actor, ['children', name, unitId, day, slice], () => computeChildren(db, actor, name, unitId, day, slice));
}

type Child = { unitId: string; nameVi: string; nameEn: string; kind: string; shown: Shown };

async function computeChildren(db: Db, actor: Actor, name: string, unitId: string, day: Day, slice: string): Promise<Child[]> {
  const { numerator, denominator } = getFigure(name);
  const children = await listChildren(db, unitId, day);
  const parts = denominator === undefined ? [numerator] : [numerator, denominator];
  const lookups = children.flatMap(({ id }) => parts.map((part) => lookup(part, slice, id, day)));
  const sizes = sizesByKey(lookups, await readSizes(db, lookups));
  const rules = await oneByOne(parts, (part) => visibilityOf(db, part, actor, { unitId, days: [day], under: true, divisions: dimensionOf(slice) }));
  return children.map(({ id, nameVi, nameEn, kind }) => {
    const of = denominator === undefined ? null : taken(denominator, sizes(lookup(denominator, '', id, day))).size;
    const shown = rules.every((may) => may(id, slice, day)) ? { ...taken(numerator, sizes(lookup(numerator, slice, id, day))), of } : null;
    return { unitId: id, nameVi, nameEn, kind, shown };
  });
}

/** What the figure of a set is of what was counted. */
function taken({ take }: SetDefinition, { size, weight }: Size): Size {
  return { size: take === 'weight' ? weight : size, weight };
}

/** The division that a slice is of; the whole is of none. */
function dimensionOf(slice: string): string | undefined {
  return slice === '' ? undefined : slice.split('=')[0];
}

function divisionsOf(definition: SetDefinition, show: (slice: string) => Shown): Division[] {
  return Object.entries(definition.dimensions).map(([name, { title, values }]) => ({
    name,
    title,
    parts: values.map((value) => ({ value, title: `${title}.${value}`, slice: sliceName(name, value), shown: show(sliceName(name, value)) })),
  }));
}

function slicesOf(definition: SetDefinition): string[] {
  return ['', ...Object.entries(definition.dimensions).flatMap(([name, { values }]) => values.map((value) => sliceName(name, value)))];
}

function lookup(definition: SetDefinition, slice: string, unitId: string, day: Day): Lookup {
  return { set: definition.name, slice, unitId, day, measure: definition.measure };
}

function sizesByKey(lookups: Lookup[], sizes: Size[]): (lookup: Lookup) => Size {
  const key = ({ set, slice, unitId, day }: Lookup) => `${set} ${slice} ${unitId} ${day}`;
  const known = new Map(lookups.map((one, index) => [key(one), sizes[index]]));
  return (one) => known.get(key(one)) ?? { size: 0, weight: 0 };
}

/** One after the other: in a transaction they share a connection. */
async function oneByOne<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
