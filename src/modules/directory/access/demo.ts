import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** One person for each role, for the one-click sign-in of the demonstration: the first by staff code. */
export async function listDemoPeople(db: Db, day: Day): Promise<{ personId: string; role: string; name: string; title: string; unit: string }[]> {
  return all(
    db,
    sql<{ personId: string; role: string; name: string; title: string; unit: string }>`
      select distinct on (granted.role) person.id as "personId", granted.role, person.name, coalesce(post.title, '') as title, coalesce(version.name_vi, '') as unit
      from kernel.role_grant as granted
      join kernel.person on person.id = granted.person_id
      left join kernel.posting
        on posting.person_id = person.id
        and posting.main
        and posting.valid_from <= ${day}
        and posting.valid_to > ${day}
      left join kernel.post on post.id = posting.post_id
      left join kernel.unit_version as version
        on version.unit_id = posting.unit_id
        and version.valid_from <= ${day}
        and version.valid_to > ${day}
      where granted.valid_from <= ${day}
        and granted.valid_to > ${day}
      order by granted.role, person.staff_code`,
  );
}
