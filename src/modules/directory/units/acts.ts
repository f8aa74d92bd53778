import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { addUnits, subtree, type NewCode, type NewUnit } from '#kernel/org/index.ts';

/** What the acts need: the transaction, and who acts. */
type Acting = Pick<Ctx, 'db' | 'actor'>;

/** What can happen to a unit; kept in the fact `directory.unit-changed`. */
export type What = 'formed' | 'renamed' | 'moved' | 'changed' | 'abolished';

/** A state that a unit takes on. */
export type NewState = { id: string; kind: string; nameVi: string; nameEn: string; parentId: string | null };

/** Adds units with their codes, with one fact for the beginning and one for the known end of each. */
export async function formUnits(ctx: Acting, units: NewUnit[], codes: NewCode[]): Promise<void> {
  await addUnits(ctx.db, units, codes);
  await recordUnits(
    ctx,
    units.flatMap((unit) => [
      { unitId: unit.id, day: unit.validFrom, what: 'formed' as const },
      ...(unit.validTo === undefined || unit.validTo === 'infinity' ? [] : [{ unitId: unit.id, day: unit.validTo, what: 'abolished' as const }]),
    ]),
  );
}

/**
 * Gives units another state from a day on, until the day on which their present state would have ended. Throws `conflict` when one does not stand
 * on that day. The tree is derived anew by the caller (`rebuildTree`), which also refuses circles.
 */
export async function restateUnits(db: Db, states: NewState[], day: Day): Promise<void> {
  if (states.length === 0) return;
  const ids = states.map(({ id }) => id);
  const ends = await endsOf(db, ids, day);
  if (ends.size !== new Set(ids).size) throw new Problem('conflict', 'org.unit-not-there', { day });
  await all(
    db,
    sql`
    delete from kernel.unit_version as version
    where version.unit_id = any(${ids}::uuid[])
      and version.valid_from = ${day}`,
  );
  await all(
    db,
    sql`
    update kernel.unit_version as version
    set valid_to = ${day}
    where version.unit_id = any(${ids}::uuid[])
      and version.valid_from < ${day}
      and version.valid_to > ${day}`,
  );
  await all(
    db,
    sql`
    insert into kernel.unit_version (unit_id, kind, name_vi, name_en, parent_id, valid_from, valid_to)
    select state.id, state.kind, state.name_vi, state.name_en, state.parent_id, ${day}, state.valid_to
    from unnest(
      ${ids}::uuid[],
      ${states.map(({ kind }) => kind)}::text[],
      ${states.map(({ nameVi }) => nameVi)}::text[],
      ${states.map(({ nameEn }) => nameEn)}::text[],
      ${states.map(({ parentId }) => parentId)}::uuid[],
      ${ids.map((id) => ends.get(id) ?? day)}::date[]
    ) as state (id, kind, name_vi, name_en, parent_id, valid_to)`,
  );
}

/** Until when the present states of units last; locks them. */
async function endsOf(db: Db, ids: string[], day: Day): Promise<Map<string, Day>> {
  const rows = await all(
    db,
    sql<{ unit_id: string; valid_to: Day }>`
    select version.unit_id, version.valid_to
    from kernel.unit_version as version
    where version.unit_id = any(${ids}::uuid[])
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    for update`,
  );
  return new Map(rows.map(({ unit_id, valid_to }) => [unit_id, valid_to]));
}

/** Ends units and their codes on a day; throws `conflict` when one does not stand before that day. The tree is derived anew by the caller. */
export async function endUnits(db: Db, unitIds: string[], day: Day): Promise<void> {
  if (unitIds.length === 0) return;
  await endCodes(db, unitIds, day);
  const ended = await all(
    db,
    sql<{ unit_id: string }>`
    update kernel.unit_version as version
    set valid_to = ${day}
    where version.unit_id = any(${unitIds}::uuid[])
      and version.valid_from < ${day}
      and version.valid_to > ${day}
    returning version.unit_id`,
  );
  if (ended.length !== new Set(unitIds).size) throw new Problem('conflict', 'org.unit-not-there', { day });
}

/** Frees the codes of units from a day on, so that other units can carry them. */
export async function endCodes(db: Db, unitIds: string[], day: Day): Promise<void> {
  await all(
    db,
    sql`
    update kernel.unit_code as code
    set valid_to = ${day}
    where code.unit_id = any(${unitIds}::uuid[])
      and code.valid_from < ${day}
      and code.valid_to > ${day}`,
  );
}

/** Throws `invalid` when `parentId` is the unit itself or lies under it on the day. */
export async function refuseLoop(db: Db, unitId: string, parentId: string, day: Day, name: string): Promise<void> {
  const below = await subtree(db, unitId, day);
  if (parentId === unitId || below.includes(parentId)) {
    throw new Problem('invalid', 'units.under-itself', { unit: name }, [{ at: '/parentId', code: 'units.under-itself', values: { unit: name } }]);
  }
}

/** Records what happened to units. */
export async function recordUnits(ctx: Acting, changes: { unitId: string; day: Day; what: What }[]): Promise<void> {
  await record(
    ctx,
    changes.map(({ unitId, day, what }) => ({ kind: 'directory.unit-changed', subject: unitId, unitId, day, data: { what } })),
  );
}
