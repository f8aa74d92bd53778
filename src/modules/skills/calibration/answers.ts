import { all, sql, type Db } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import type { FrozenItem } from '../sittings/index.ts';

/** A measured sitting as calibration sees it: places of items in the bank version, whether right, the ability found, and the groups; nobody’s name. */
export type Row = { items: number[]; right: boolean[]; theta: number; sex: string | null; birthDate: Day | null; day: Day; unitKind: string | null };

/** The measured sittings of a bank version; tried-out items are among the answers. */
export async function listRows(db: Db, bankVersionId: string, bank: readonly FrozenItem[]): Promise<Row[]> {
  const rows = await all(
    db,
    sql<Row>`
    select json_agg(place.n) as items, json_agg(answer.correct) as right, result.theta, person.sex, person.birth_date as "birthDate", result.day, named.kind as "unitKind"
    from skills.result_now as result
    join skills.answer on answer.sitting_id = result.sitting_id
    join unnest(${bank.map(({ id }) => id)}::text[], ${bank.map(({ version }) => version)}::integer[], ${bank.map((_, n) => n)}::integer[]) as place (item_id, version, n)
      on place.item_id = answer.item_id
      and place.version = answer.version
    join kernel.person on person.id = result.person_id
    left join kernel.unit_version as named
      on named.unit_id = result.unit_id
      and named.valid_from <= result.day
      and named.valid_to > result.day
    where result.bank_version_id = ${bankVersionId}
      and result.area = 'all'
    group by result.sitting_id, result.theta, person.sex, person.birth_date, result.day, named.kind
    order by result.sitting_id`,
  );
  return rows;
}

/** How many measured sittings a bank version has. */
export async function countRows(db: Db, bankVersionId: string): Promise<number> {
  const [row] = await all(
    db,
    sql<{ n: number }>`
    select count(*)::integer as n
    from skills.result_now as result
    where result.bank_version_id = ${bankVersionId}
      and result.area = 'all'`,
  );
  return row?.n ?? 0;
}
