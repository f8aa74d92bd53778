import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** The band (1 to 3) that a kind of post in a unit asks in an area (1 to 5). */
export type RequiredLevel = { unitId: string; postKind: string; area: string; band: number };

/** What is required in these units on a day, of every kind of post, in one statement: for whoever looks through many posts at once. */
export async function listRequiredLevels(db: Db, unitIds: readonly string[], day: Day): Promise<RequiredLevel[]> {
  return all(
    db,
    sql<RequiredLevel>`
    select required.unit_id as "unitId", required.post_kind as "postKind", required.area, required.band
    from skills.required_level as required
    where required.unit_id = any(${unitIds}::uuid[])
      and required.valid_from <= ${day}
      and required.valid_to > ${day}`,
  );
}
