import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** Size (records) and weight (sum of their weights) of a set. */
export type Size = { size: number; weight: number };

/** One stored size to look up. A flow's is what has happened up to and including `day`. */
export type Lookup = { set: string; slice: string; unitId: string; day: Day; measure: 'stock' | 'flow' };

/**
 * The stored sizes for many look-ups in one statement, in their order; zero where nothing is stored.
 * A unit that did not exist on the day is read through its predecessors, so that a series outlives a reorganisation.
 */
export async function readSizes(db: Db, lookups: Lookup[]): Promise<Size[]> {
  if (lookups.length === 0) return [];
  const rows = await all(
    db,
    sql<Size & { place: number }>`
      select wanted.place::integer as place, sum(stored.size)::bigint as size, sum(stored.weight) as weight
      from unnest(
        ${lookups.map(({ set }) => set)}::text[],
        ${lookups.map(({ slice }) => slice)}::text[],
        ${lookups.map(({ unitId }) => unitId)}::uuid[],
        ${lookups.map(({ day }) => day)}::date[],
        ${lookups.map(({ measure }) => measure === 'flow')}::boolean[]
      ) with ordinality as wanted (set_name, slice, unit_id, day, flow, place)
      join ${lineageOf(lookups.map(({ unitId }) => unitId))} as line
        on line.heir_id = wanted.unit_id
        and (wanted.flow or (line.until > wanted.day and line.since <= wanted.day))
      cross join lateral (
        select reading.size, reading.weight, reading.valid_to
        from kernel.reading
        where reading.unit_id = line.unit_id
          and reading.set_name = wanted.set_name
          and reading.slice = wanted.slice
          and reading.valid_from <= wanted.day
        order by reading.valid_from desc
        limit 1
      ) as stored
      where stored.valid_to > wanted.day
      group by wanted.place`,
  );
  const found = new Map(rows.map((row) => [row.place, { size: row.size, weight: row.weight }]));
  return lookups.map((_, index) => found.get(index + 1) ?? { size: 0, weight: 0 });
}

/**
 * The stored sizes of a stock in units that stand on the day asked about, each in its own right: several times as fast as `readSizes`, which follows
 * units back to those they were formed from. Answers a function; zero where nothing is stored.
 */
export async function readStanding(
  db: Db,
  set: string,
  lookups: Pick<Lookup, 'slice' | 'unitId' | 'day'>[],
): Promise<(lookup: Pick<Lookup, 'slice' | 'unitId' | 'day'>) => number> {
  const slices = [...new Set(lookups.map(({ slice }) => slice))];
  const places = [...new Map(lookups.map(({ unitId, day }) => [`${unitId} ${day}`, { unitId, day }])).values()];
  const rows =
    places.length === 0
      ? []
      : await all(
          db,
          sql<{ slice: number; sizes: string }>`
            select part.place::integer as slice, string_agg(wanted.place || ':' || stored.size, ' ') as sizes
            from unnest(${places.map(({ unitId }) => unitId)}::uuid[], ${places.map(({ day }) => day)}::date[]) with ordinality as wanted (unit_id, day, place)
            cross join unnest(${slices}::text[]) with ordinality as part (slice, place)
            cross join lateral (
              select reading.size, reading.valid_to
              from kernel.reading
              where reading.unit_id = wanted.unit_id
                and reading.set_name = ${set}
                and reading.slice = part.slice
                and reading.valid_from <= wanted.day
              order by reading.valid_from desc
              limit 1
            ) as stored
            where stored.valid_to > wanted.day
            group by part.place`,
        );
  const sizes = new Map<string, number>();
  for (const { slice, sizes: text } of rows) {
    for (const item of text.split(' ')) {
      const [place = '', size = ''] = item.split(':');
      const { unitId, day } = places[Number(place) - 1] ?? { unitId: '', day: '' };
      sizes.set(`${unitId} ${day} ${slices[slice - 1] ?? ''}`, Number(size));
    }
  }
  return ({ unitId, day, slice }) => sizes.get(`${unitId} ${day} ${slice}`) ?? 0;
}

/**
 * The units in which a unit's records lie on a day: itself while it exists, before that the units it succeeded.
 * `partial` tells that one of them was divided among several successors, so that its past is counted whole here.
 */
export async function membersOf(db: Db, unitId: string, day: Day, measure: 'stock' | 'flow'): Promise<{ unitIds: string[]; partial: boolean }> {
  const rows = await all(
    db,
    sql<{ unit_id: string; partial: boolean }>`
      select line.unit_id, line.partial
      from ${lineageOf([unitId])} as line
      where ${measure === 'flow'}
        or (line.until > ${day} and line.since <= ${day})`,
  );
  return { unitIds: rows.map(({ unit_id }) => unit_id), partial: rows.some(({ partial }) => partial) };
}

/**
 * Rows (heir_id, unit_id, since, until, partial): a unit itself from its first day on, and before that day the units it was formed from.
 * What a standing unit takes over later stays with the unit that had it, so that on every day the parts of a whole add up.
 */
export function lineageOf(unitIds: string[]) {
  return sql`(
    with recursive line as (
      select heir.id as heir_id, heir.id as unit_id, first.since, 'infinity'::date as until, false as partial, 0 as steps
      from (select distinct unnest(${unitIds}::uuid[]) as id) as heir
      cross join lateral (
        select min(version.valid_from) as since
        from kernel.unit_version as version
        where version.unit_id = heir.id
      ) as first
      union all
      select line.heir_id, succession.old_id, first.since, succession.day,
        line.partial or exists (
          select 1
          from kernel.unit_succession as other
          where other.old_id = succession.old_id
            and other.new_id <> succession.new_id),
        line.steps + 1
      from line
      join kernel.unit_succession as succession
        on succession.new_id = line.unit_id
        and succession.day = line.since
      cross join lateral (
        select min(version.valid_from) as since
        from kernel.unit_version as version
        where version.unit_id = succession.old_id
      ) as first
      where line.steps < 20
    )
    select distinct line.heir_id, line.unit_id, line.since, least(line.until, coalesce((
        select max(version.valid_to)
        from kernel.unit_version as version
        where version.unit_id = line.unit_id), 'infinity')) as until, line.partial
    from line)`;
}
