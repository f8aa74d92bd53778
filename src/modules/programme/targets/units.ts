import { all, sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { unitName } from '../plans/store.ts';
import type { UnitName } from '../plans/model.ts';

/** Units with the names they have today, or had last, in the order of `ids`. */
export async function unitsCalled(ctx: Pick<Ctx, 'db' | 'today'>, ids: readonly string[]): Promise<UnitName[]> {
  if (ids.length === 0) return [];
  const rows = await all(
    ctx.db,
    sql<UnitName>`
    select asked.id as "unitId", unit.name_vi as "nameVi", unit.name_en as "nameEn"
    from unnest(${[...new Set(ids)]}::uuid[]) as asked (id)
    join lateral ${unitName(sql`asked.id`, ctx.today)} as unit on true`,
  );
  const byId = new Map(rows.map((row) => [row.unitId, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
