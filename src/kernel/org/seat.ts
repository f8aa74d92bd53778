import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';

/**
 * SQL of one row with `code`, the ward or commune in which the unit of a column lies on a day: where the unit itself is said to sit; for an inner unit where the body above sits; else the nearest
 * unit above with a code of the statistics office. A body without a seat of its own does not take that of the one above: departments do not sit with the committee they belong to.
 */
export function communeOf(unit: RawBuilder<unknown>, day: Day): RawBuilder<unknown> {
  return sql`
  select coalesce(
    (
      select seat.commune_code
      from kernel.unit_seat as seat
      where seat.unit_id = ${unit}
        and seat.valid_from <= ${day}
        and seat.valid_to > ${day}
    ),
    (
      select seat.commune_code
      from kernel.unit_version as inner_unit
      join kernel.unit_seat as seat
        on seat.unit_id = inner_unit.parent_id
        and seat.valid_from <= ${day}
        and seat.valid_to > ${day}
      where inner_unit.unit_id = ${unit}
        and inner_unit.kind = 'division'
        and inner_unit.valid_from <= ${day}
        and inner_unit.valid_to > ${day}
    ),
    (
      select code.code
      from kernel.unit_ancestor as above
      join kernel.unit_code as code
        on code.unit_id = above.ancestor_id
        and code.system = 'gso'
        and code.valid_from <= ${day}
        and code.valid_to > ${day}
      where above.unit_id = ${unit}
        and above.valid_from <= ${day}
        and above.valid_to > ${day}
      order by above.depth
      limit 1
    )
  ) as code`;
}

/** A ward or commune in which a unit sits. */
export type Seat = { code: string; nameVi: string; nameEn: string };

/** Where a unit itself is said to sit on a day; undefined when nobody said so. */
export async function findSeat(db: Db, unitId: string, day: Day): Promise<Seat | undefined> {
  return one(
    db,
    sql<Seat>`
    select seat.commune_code as code, commune.name_vi as "nameVi", commune.name_en as "nameEn"
    from kernel.unit_seat as seat
    join kernel.unit_code as code
      on code.system = 'gso'
      and code.code = seat.commune_code
      and code.valid_from <= ${day}
      and code.valid_to > ${day}
    join kernel.unit_version as commune
      on commune.unit_id = code.unit_id
      and commune.valid_from <= ${day}
      and commune.valid_to > ${day}
    where seat.unit_id = ${unitId}
      and seat.valid_from <= ${day}
      and seat.valid_to > ${day}`,
  );
}

/** The wards and communes that stand on a day and have a code of the statistics office. */
export async function listCommunes(db: Db, day: Day): Promise<Seat[]> {
  return all(
    db,
    sql<Seat>`
    select code.code, commune.name_vi as "nameVi", commune.name_en as "nameEn"
    from kernel.unit_code as code
    join kernel.unit_version as commune
      on commune.unit_id = code.unit_id
      and commune.kind in ('ward', 'commune', 'township')
      and commune.valid_from <= ${day}
      and commune.valid_to > ${day}
    where code.system = 'gso'
      and code.valid_from <= ${day}
      and code.valid_to > ${day}
    order by commune.name_plain, code.code`,
  );
}

/** Says where a unit sits from a day on; without a code that nobody knows it any more. What was said of later days goes. */
export async function putSeat(db: Db, unitId: string, communeCode: string | undefined, day: Day): Promise<void> {
  await all(
    db,
    sql`
    delete from kernel.unit_seat as seat
    where seat.unit_id = ${unitId}
      and seat.valid_from >= ${day}`,
  );
  await all(
    db,
    sql`
    update kernel.unit_seat as seat
    set valid_to = ${day}
    where seat.unit_id = ${unitId}
      and seat.valid_to > ${day}`,
  );
  if (communeCode === undefined) return;
  await all(
    db,
    sql`
    insert into kernel.unit_seat (unit_id, commune_code, valid_from)
    values (${unitId}, ${communeCode}, ${day})`,
  );
}
