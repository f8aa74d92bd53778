import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { listAncestors, listChildren, type Actor, type Unit } from '#kernel/org/index.ts';
import { fresh } from './fresh.ts';
import { seesAll } from './members.ts';
import { MINIMUM_GROUP } from './protect.ts';
import { lineageOf, readSizes, type Lookup, type Size } from './read.ts';
import { getSet } from './registry.ts';
import { visibilityOf, type Visibility } from './visibility.ts';

/** A set or one of its slices ('' = the whole). */
export type PartOfSet = { set: string; slice: string };

/** One size to read, in a unit with all under it on a day; a flow's is what has happened up to and including the day. */
export type PartAsk = PartOfSet & { unitId: string; day: Day };

/** The sizes of many parts of sets, units and days in their order, protected for `actor`: null where a small group would show. */
export function readParts(db: Db, actor: Actor, asks: PartAsk[]): Promise<(Size | null)[]> {
  return fresh(db, actor, ['parts', JSON.stringify(asks)], () => computeParts(db, actor, asks));
}

async function computeParts(db: Db, actor: Actor, asks: PartAsk[]): Promise<(Size | null)[]> {
  const lookups = asks.map((ask): Lookup => ({ ...ask, measure: getSet(ask.set).measure }));
  const sizes = await readSizes(db, lookups);
  const rules = new Map<string, Visibility>();
  for (const [key, group] of Map.groupBy(asks, ruleKey)) {
    const [first] = group;
    if (first === undefined) continue;
    const days = [...new Set(group.map(({ day }) => day))];
    rules.set(key, await visibilityOf(db, getSet(first.set), actor, { unitId: first.unitId, days, divisions: dimensionOf(first.slice) }));
  }
  return asks.map((ask, index) => (rules.get(ruleKey(ask))?.(ask.unitId, ask.slice, ask.day) === true ? (sizes[index] ?? null) : null));
}

/** What two asks have in common that one answer on visibility serves: of sets with a base, the base decides, whatever the slice; it decides as it does for itself as a whole. */
function ruleKey({ set, slice, unitId }: PartAsk): string {
  const { base, looks, see } = getSet(set);
  const division = base === undefined ? dimensionOf(slice) : undefined;
  return `of ${base ?? set} ${division ?? ''} ${looks === true ? '' : see} ${unitId}`;
}

function dimensionOf(slice: string): string | undefined {
  return slice === '' ? undefined : slice.split('=')[0];
}

/** Sizes in each unit directly under another one: `sizes[unit][day][part]`, null where a small group would show. */
export type PartsUnder = { units: Unit[]; sizes: (Size | null)[][][] };

/**
 * The sizes of parts of sets in every unit that lies directly under `unitId` on the day `on`, on many days: a trend for all of them at once.
 * On days before one of them existed it is read through those it was formed from.
 */
export function readPartsUnder(db: Db, actor: Actor, question: { parts: PartOfSet[]; unitId: string; on: Day; days: Day[] }): Promise<PartsUnder> {
  return fresh(db, actor, ['parts-under', JSON.stringify(question)], () => computePartsUnder(db, actor, question));
}

type UnderQuestion = { parts: PartOfSet[]; unitId: string; on: Day; days: Day[] };

async function computePartsUnder(db: Db, actor: Actor, { parts, unitId, on, days }: UnderQuestion): Promise<PartsUnder> {
  const units = await listChildren(db, unitId, on);
  const groups = parts.map(groupOf);
  const wanted = [...new Map([...parts, ...groups].map((part) => [keyOf(part), part])).values()];
  const sizes = await readGrid(
    db,
    wanted,
    units.map(({ id }) => id),
    days,
  );
  const at = (part: PartOfSet, unit: number, day: number): Size => sizes.get(`${keyOf(part)} ${unit} ${day}`) ?? { size: 0, weight: 0 };
  const rules = await rulesOf(db, actor, parts, unitId, days);
  const open = await openTo(db, actor, parts, unitId, on);
  const standing = await standingUnder(db, unitId, days);
  const shown = (place: number, unit: number, day: number): boolean => {
    const [group, id, date] = [groups[place], units[unit]?.id ?? '', days[day] ?? ''];
    if (group === undefined || open[place] === true) return group !== undefined;
    if (rules[place]?.(id, group.slice, date) !== true) return false;
    // On a day on which the unit was not there, no table holds it: it stands alone.
    const { size } = at(group, unit, day);
    return standing.has(`${id} ${date}`) || size === 0 || size >= MINIMUM_GROUP;
  };
  return {
    units,
    sizes: units.map((_, unit) => days.map((__, day) => parts.map((part, place) => (shown(place, unit, day) ? at(part, unit, day) : null)))),
  };
}

/** The rule for each part; parts that are hidden by the same group of people share one, since finding it costs the most. */
async function rulesOf(db: Db, actor: Actor, parts: PartOfSet[], unitId: string, days: Day[]): Promise<Visibility[]> {
  const made: { key: string; division: string | undefined; rule: Visibility }[] = [];
  const asked = parts.map((part) => ({ definition: getSet(part.set), key: `${groupOf(part).set} ${getSet(part.set).see}`, division: dimensionOf(groupOf(part).slice) }));
  // A rule for a division holds for the whole too, so those of divisions are made first.
  for (const { definition, key, division } of asked.toSorted((one, other) => Number(one.division === undefined) - Number(other.division === undefined))) {
    if (made.some((one) => one.key === key && (division === undefined || one.division === division))) continue;
    made.push({ key, division, rule: await visibilityOf(db, definition, actor, { unitId, days, under: true, divisions: division }) });
  }
  return asked.map(({ key, division }) => made.find((one) => one.key === key && (division === undefined || one.division === division))?.rule ?? (() => false));
}

/** For each part whether nothing of it is hidden from the actor: it says nothing about people, or they may see everyone under the unit. */
async function openTo(db: Db, actor: Actor, parts: PartOfSet[], unitId: string, on: Day): Promise<boolean[]> {
  const path = [unitId, ...(await listAncestors(db, unitId, on)).map(({ id }) => id)];
  return parts.map(({ set }) => !getSet(set).people || actor.kind === 'system' || seesAll(getSet(set), actor, path));
}

/** The group that must be large enough for a part to be shown: the base set whole, otherwise the part itself. */
function groupOf({ set, slice }: PartOfSet): PartOfSet {
  const { base } = getSet(set);
  return base === undefined ? { set, slice } : { set: base, slice: '' };
}

function keyOf({ set, slice }: PartOfSet): string {
  return `${set} ${slice}`;
}

/** `unit day` of every unit that lay directly under `unitId` on one of the days. */
async function standingUnder(db: Db, unitId: string, days: Day[]): Promise<Set<string>> {
  const rows = await all(
    db,
    sql<{ day: Day; units: string }>`
      select wanted.day, string_agg(version.unit_id::text, ' ') as units
      from unnest(${days}::date[]) as wanted (day)
      join kernel.unit_version as version
        on version.parent_id = ${unitId}
        and version.valid_from <= wanted.day
        and version.valid_to > wanted.day
      group by wanted.day`,
  );
  return new Set(rows.flatMap(({ day, units }) => units.split(' ').map((unit) => `${unit} ${day}`)));
}

/** The stored sizes of parts × units × days in one statement, by `set slice unit day` with the places of unit and day; nothing stored has no entry. */
async function readGrid(db: Db, parts: PartOfSet[], unitIds: string[], days: Day[]): Promise<Map<string, Size>> {
  const rows = await all(
    db,
    sql<{ part: number; unit: string; sizes: string }>`
      select found.part::integer, found.unit_id as unit, string_agg(found.day || ':' || found.size || ':' || found.weight, ' ') as sizes
      from (
        select part.place as part, line.heir_id as unit_id, wanted.place as day, sum(stored.size) as size, sum(stored.weight) as weight
        from ${lineageOf(unitIds)} as line
        cross join unnest(
          ${parts.map(({ set }) => set)}::text[],
          ${parts.map(({ slice }) => slice)}::text[],
          ${parts.map(({ set }) => getSet(set).measure === 'flow')}::boolean[]
        ) with ordinality as part (set_name, slice, flow, place)
        join unnest(${days}::date[]) with ordinality as wanted (day, place)
          on part.flow or (line.until > wanted.day and line.since <= wanted.day)
        cross join lateral (
          select reading.size, reading.weight, reading.valid_to
          from kernel.reading
          where reading.unit_id = line.unit_id
            and reading.set_name = part.set_name
            and reading.slice = part.slice
            and reading.valid_from <= wanted.day
          order by reading.valid_from desc
          limit 1
        ) as stored
        where stored.valid_to > wanted.day
        group by part.place, line.heir_id, wanted.place
      ) as found
      group by found.part, found.unit_id`,
  );
  return sizesIn(rows, parts, new Map(unitIds.map((id, place) => [id, place])));
}

/** What the statement packed into one text a unit and part (thousands of rows are read faster so): `day:size:weight day:size:weight …`. */
function sizesIn(rows: { part: number; unit: string; sizes: string }[], parts: PartOfSet[], places: ReadonlyMap<string, number>): Map<string, Size> {
  const sizes = new Map<string, Size>();
  for (const { part, unit, sizes: text } of rows) {
    const known = parts[part - 1];
    if (known === undefined) continue;
    for (const item of text.split(' ')) {
      const [day = '', size = '', weight = ''] = item.split(':');
      sizes.set(`${keyOf(known)} ${places.get(unit) ?? ''} ${Number(day) - 1}`, { size: Number(size), weight: Number(weight) });
    }
  }
  return sizes;
}
