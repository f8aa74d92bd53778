import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** Units over which the person holds a role today, and the unit of the main post; for the switch in the header. */
export async function listOwnUnits(db: Db, personId: string, day: Day): Promise<{ id: string; name: string; own: boolean }[]> {
  return all(
    db,
    sql<{ id: string; name: string; own: boolean }>`
      select version.unit_id as id, version.name_vi as name, bool_or(mine.own) as own
      from (
        select posting.unit_id, true as own
        from kernel.posting
        where posting.person_id = ${personId}
          and posting.main
          and posting.valid_from <= ${day}
          and posting.valid_to > ${day}
        union all
        select granted.unit_id, false
        from kernel.role_grant as granted
        where granted.person_id = ${personId}
          and granted.valid_from <= ${day}
          and granted.valid_to > ${day}
      ) as mine
      join kernel.unit_version as version
        on version.unit_id = mine.unit_id
        and version.valid_from <= ${day}
        and version.valid_to > ${day}
      group by version.unit_id, version.name_vi
      order by version.name_vi collate kernel.vi`,
  );
}
