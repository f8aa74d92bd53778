import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';

/** A unit as it was on a day. `validTo` is `infinity` while nothing ends it. */
export type Unit = {
  id: string;
  kind: string;
  nameVi: string;
  nameEn: string;
  parentId: string | undefined;
  validFrom: Day;
  validTo: Day;
};

type Row = {
  unit_id: string;
  kind: string;
  name_vi: string;
  name_en: string;
  parent_id: string | null;
  valid_from: Day;
  valid_to: Day;
};

const columns = sql`version.unit_id, version.kind, version.name_vi, version.name_en, version.parent_id, version.valid_from, version.valid_to`;

/** The unit on that day, or undefined when it did not exist then. */
export async function findUnit(db: Db, unitId: string, day: Day): Promise<Unit | undefined> {
  const row = await one(
    db,
    sql<Row>`
      select ${columns}
      from kernel.unit_version as version
      where version.unit_id = ${unitId}
        and version.valid_from <= ${day}
        and version.valid_to > ${day}`,
  );
  return row && unitFrom(row);
}

/** The unit on that day; throws `missing` when it did not exist then. */
export async function getUnit(db: Db, unitId: string, day: Day): Promise<Unit> {
  return found(await findUnit(db, unitId, day), 'org.no-unit', { day });
}

/** Every state the unit has had, oldest first. */
export async function listUnitHistory(db: Db, unitId: string): Promise<Unit[]> {
  const rows = await all(
    db,
    sql<Row>`
      select ${columns}
      from kernel.unit_version as version
      where version.unit_id = ${unitId}
      order by version.valid_from`,
  );
  return rows.map(unitFrom);
}

/** The one unit without a parent on that day: the city. Throws `missing` before the first import. */
export async function getRoot(db: Db, day: Day): Promise<Unit> {
  const row = await one(
    db,
    sql<Row>`
      select ${columns}
      from kernel.unit_version as version
      where version.parent_id is null
        and version.valid_from <= ${day}
        and version.valid_to > ${day}
      order by version.valid_from, version.unit_id
      limit 1`,
  );
  return unitFrom(found(row, 'org.no-root'));
}

/** The units directly under `unitId` on that day, by Vietnamese alphabet. */
export async function listChildren(db: Db, unitId: string, day: Day): Promise<Unit[]> {
  const rows = await all(
    db,
    sql<Row>`
      select ${columns}
      from kernel.unit_version as version
      where version.parent_id = ${unitId}
        and version.valid_from <= ${day}
        and version.valid_to > ${day}
      order by version.name_vi collate kernel.vi, version.unit_id`,
  );
  return rows.map(unitFrom);
}

/** The units above `unitId` on that day, from the city down to its parent. */
export async function listAncestors(db: Db, unitId: string, day: Day): Promise<Unit[]> {
  const rows = await all(
    db,
    sql<Row>`
      select ${columns}
      from kernel.unit_ancestor as above
      join kernel.unit_version as version
        on version.unit_id = above.ancestor_id
        and version.valid_from <= ${day}
        and version.valid_to > ${day}
      where above.unit_id = ${unitId}
        and above.depth > 0
        and above.valid_from <= ${day}
        and above.valid_to > ${day}
      order by above.depth desc`,
  );
  return rows.map(unitFrom);
}

/** The ids of `unitId` and of everything under it on that day. */
export async function subtree(db: Db, unitId: string, day: Day): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ unit_id: string }>`
      select below.unit_id
      from kernel.unit_ancestor as below
      where below.ancestor_id = ${unitId}
        and below.valid_from <= ${day}
        and below.valid_to > ${day}`,
  );
  return rows.map(({ unit_id }) => unit_id);
}

/** The unit in which the person held their main post on that day, or undefined. */
export async function unitOf(db: Db, personId: string, day: Day): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ unit_id: string }>`
      select posting.unit_id
      from kernel.posting
      where posting.person_id = ${personId}
        and posting.main
        and posting.valid_from <= ${day}
        and posting.valid_to > ${day}`,
  );
  return row?.unit_id;
}

function unitFrom(row: Row): Unit {
  return {
    id: row.unit_id,
    kind: row.kind,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    parentId: row.parent_id ?? undefined,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  };
}
