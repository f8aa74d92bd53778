import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** The units of these content ids (unit_code of system khue) on a day, by content id. */
export async function listOwners(db: Db, ids: string[], day: Day): Promise<Map<string, { unitId: string; nameVi: string; nameEn: string }>> {
  const rows = await all(
    db,
    sql<{ code: string; unitId: string; nameVi: string; nameEn: string }>`
    select code.code, version.unit_id as "unitId", version.name_vi as "nameVi", version.name_en as "nameEn"
    from kernel.unit_code as code
    join kernel.unit_version as version
      on version.unit_id = code.unit_id
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    where code.system = 'khue'
      and code.code = any(${ids}::text[])
      and code.valid_from <= ${day}
      and code.valid_to > ${day}`,
  );
  return new Map(rows.map(({ code, ...unit }) => [code, unit]));
}
