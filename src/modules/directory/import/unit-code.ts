import { all, sql, type Db } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';

/** The one unit that has the code, in whichever system, on the day; undefined when none or several have it. */
export async function unitOfCode(db: Db, code: string, day: Day): Promise<string | undefined> {
  const rows = await all(
    db,
    sql<{ unit_id: string }>`
    select distinct unit_code.unit_id
    from kernel.unit_code
    where unit_code.code = ${code.trim()}
      and unit_code.valid_from <= ${day}
      and unit_code.valid_to > ${day}`,
  );
  return rows.length === 1 ? rows[0]?.unit_id : undefined;
}
