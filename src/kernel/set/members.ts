import type { Day } from '#base/day/index.ts';
import { all, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { rootsOf, scope, type Actor } from '#kernel/org/index.ts';
import { rowsOf, type SetDefinition } from './model.ts';
import { membersOf } from './read.ts';

/** Which records: of a set or slice, in a unit with all under it, on a day (stock) or from `from` up to and including `day` (flow). */
export type MembersQuery = { slice: string; unitId: string; day: Day; from?: Day | undefined };

/** One record of a set as a line of the list that its number opens. */
export type Member = { record: string; label: string; sort: string; detail: string; unitId: string; unitName: string; weight: number };

/**
 * The records a number counts, as far as `actor` may see them, sorted by label; at most `limit`, beginning after the line `after`.
 * Pass the last line as the next `after`.
 */
export async function listMembers(
  db: Db,
  definition: SetDefinition,
  actor: Actor,
  today: Day,
  query: MembersQuery,
  page: { after?: { sort: string; record: string } | undefined; limit: number },
): Promise<Member[]> {
  const { unitIds } = await membersOf(db, query.unitId, query.day, definition.measure);
  const after = page.after === undefined ? sql`true` : sql`(named.sort, named.record) > (${page.after.sort}::text collate kernel.vi, ${page.after.record}::uuid)`;
  const rows = await all(
    db,
    sql<{ record: string; label: string; sort: string; detail: string | null; unit_id: string; unit_name: string; weight: number }>`
      select named.record, named.label, named.sort, named.detail, item.unit_id, version.name_vi as unit_name, item.weight
      from (${rowsOf(definition, query.slice)}) as item
      join (${definition.records}) as named on named.record = item.record
      join kernel.unit_version as version
        on version.unit_id = item.unit_id
        and version.valid_from <= item.valid_from
        and version.valid_to > item.valid_from
      where ${holds(definition, query)}
        and ${below(unitIds, definition, query)}
        and ${visible(definition, actor, today)}
        and ${after}
      order by named.sort, named.record
      limit ${page.limit}`,
  );
  return rows.map(({ unit_id, unit_name, detail, ...row }) => ({ ...row, detail: detail ?? '', unitId: unit_id, unitName: unit_name }));
}

/** Whether `actor` may see every record of the set under this unit, so that nothing is missing from the list. */
export function seesAll(definition: SetDefinition, actor: Actor, ancestorsAndSelf: string[]): boolean {
  if (definition.see === 'signed-in') return actor.kind !== 'anonymous';
  const roots = rootsOf(actor, definition.see);
  return roots === 'everywhere' || roots.some((root) => ancestorsAndSelf.includes(root));
}

function holds(definition: SetDefinition, query: MembersQuery): RawBuilder<boolean> {
  if (definition.measure === 'stock') return sql<boolean>`item.valid_from <= ${query.day} and item.valid_to > ${query.day}`;
  return sql<boolean>`item.valid_from <= ${query.day} and item.valid_from >= ${query.from ?? '-infinity'}`;
}

function below(unitIds: string[], definition: SetDefinition, query: MembersQuery): RawBuilder<boolean> {
  const day = definition.measure === 'stock' ? sql`${query.day}::date` : sql`item.valid_from`;
  return sql<boolean>`exists (
    select 1
    from kernel.unit_ancestor as above
    where above.unit_id = item.unit_id
      and above.ancestor_id = any(${unitIds}::uuid[])
      and above.valid_from <= ${day}
      and above.valid_to > ${day})`;
}

/** A record of the past is seen by whoever is responsible today for the unit it lies in, or for the unit that succeeded it. */
function visible(definition: SetDefinition, actor: Actor, today: Day): RawBuilder<boolean> {
  if (definition.see === 'signed-in') return actor.kind === 'anonymous' ? sql<boolean>`false` : sql<boolean>`true`;
  const now = scope(actor, definition.see, sql`item.unit_id`, today);
  if (rootsOf(actor, definition.see) === 'everywhere') return now;
  return sql<boolean>`(${now} or exists (
    select 1
    from kernel.unit_succession as succession
    where succession.old_id = item.unit_id
      and ${scope(actor, definition.see, sql`succession.new_id`, today)}))`;
}
