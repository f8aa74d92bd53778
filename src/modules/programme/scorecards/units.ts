import { all, sql, type Db } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import type { Index } from './model.ts';

/** The kinds of unit that an index of each level scores. Ranked together are those of one list. */
const KINDS: Record<Index['level'], string[][]> = {
  province: [['city']],
  department: [['department', 'office', 'inspectorate', 'management-board']],
  commune: [['ward', 'commune', 'township']],
  any: [['ward', 'commune', 'township'], ['department', 'office', 'inspectorate', 'management-board'], ['city']],
};

/** Lists of kinds that are ranked together; the first is shown unless another is asked for. */
export function classesOf({ level }: Pick<Index, 'level'>): string[][] {
  return KINDS[level];
}

/** Whether units of a kind are scored by the index. */
export function isScoredKind(index: Pick<Index, 'level'>, kind: string): boolean {
  return KINDS[index.level].some((kinds) => kinds.includes(kind));
}

/** A unit with its names on a day. */
export type NamedUnit = { id: string; kind: string; nameVi: string; nameEn: string; since: Day };

/** The units of these kinds that stand on a day, by Vietnamese alphabet; `since`: their first day. */
export function listUnitsOfKinds(db: Db, kinds: string[], day: Day): Promise<NamedUnit[]> {
  return all(
    db,
    sql<NamedUnit>`
    select version.unit_id as id, version.kind, version.name_vi as "nameVi", version.name_en as "nameEn", first.since
    from kernel.unit_version as version
    cross join lateral (
      select min(every.valid_from) as since
      from kernel.unit_version as every
      where every.unit_id = version.unit_id
    ) as first
    where version.kind = any(${kinds}::text[])
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    order by version.name_vi collate kernel.vi, version.unit_id`,
  );
}

/** A unit that stood on the day and whose work a later unit (`heirId`) took over, over any number of steps. */
export type FormerUnit = { heirId: string; unitId: string; nameVi: string };

/** The units that stood on `day` of which units that came later were formed. */
export function listFormer(db: Db, heirIds: string[], day: Day): Promise<FormerUnit[]> {
  return all(
    db,
    sql<FormerUnit>`
    with recursive line as (
      select heir.id as heir_id, heir.id as unit_id
      from unnest(${heirIds}::uuid[]) as heir (id)
      union
      select line.heir_id, succession.old_id
      from line
      join kernel.unit_succession as succession on succession.new_id = line.unit_id
      where succession.day > ${day}
        and not exists (
          select 1
          from kernel.unit_version as standing
          where standing.unit_id = line.unit_id
            and standing.valid_from <= ${day})
    )
    select line.heir_id as "heirId", line.unit_id as "unitId", version.name_vi as "nameVi"
    from line
    join kernel.unit_version as version
      on version.unit_id = line.unit_id
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    where line.unit_id <> line.heir_id
    order by line.heir_id, version.name_vi collate kernel.vi, line.unit_id`,
  );
}

/** The people who may score a unit themselves on a day, by name: those who can be made responsible for a component. */
export function listOwners(db: Db, permission: string, unitId: string, day: Day): Promise<{ id: string; name: string }[]> {
  const roles = listRoles().filter(({ permissions }) => permissions.includes(permission));
  return all(
    db,
    sql<{ id: string; name: string }>`
    select person.id, person.name
    from kernel.person
    where person.erased_at is null
      and exists (
        select 1
        from kernel.role_grant as granted
        join kernel.unit_ancestor as above
          on above.ancestor_id = granted.unit_id
          and above.unit_id = ${unitId}
          and above.valid_from <= ${day}
          and above.valid_to > ${day}
        where granted.person_id = person.id
          and granted.role = any(${roles.map(({ key }) => key)}::text[])
          and granted.valid_from <= ${day}
          and granted.valid_to > ${day})
    order by person.name_sort, person.id
    limit 200`,
  );
}
