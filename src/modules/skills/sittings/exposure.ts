import { all, sql, type Db } from '#base/db/index.ts';
import { every, type Task } from '#kernel/job/index.ts';

const SECONDS = 5;

/** How often the items of a bank version were asked, and in how many measuring sittings. */
export async function readExposure(db: Db, bankVersionId: string): Promise<{ sittings: number; asked: Map<string, number> }> {
  const rows = await all(
    db,
    sql<{ itemId: string; asked: number }>`
    select counted.item_id as "itemId", sum(counted.asked) as asked
    from (
      select exposure.item_id, exposure.asked
      from skills.exposure
      where exposure.bank_version_id = ${bankVersionId}
      union all
      select asked.item_id, count(*) as asked
      from skills.asked
      where asked.bank_version_id = ${bankVersionId}
      group by asked.item_id
    ) as counted
    group by counted.item_id`,
  );
  const asked = new Map(rows.map(({ itemId, asked: times }) => [itemId, times]));
  return { sittings: asked.get('') ?? 0, asked };
}

/** Adds up what was asked since the last time. One statement: what is taken away from `asked` stands in `exposure`, or nothing was taken. */
export const exposureTask: Task = every(SECONDS, 'skills.count-asked', async (ctx) => {
  await all(
    ctx.db,
    sql`
    with taken as (
      delete from skills.asked
      returning asked.bank_version_id, asked.item_id
    ), added as (
      select taken.bank_version_id, taken.item_id, count(*)::integer as times
      from taken
      group by taken.bank_version_id, taken.item_id
      order by taken.bank_version_id, taken.item_id
    )
    insert into skills.exposure (bank_version_id, item_id, asked)
    select added.bank_version_id, added.item_id, added.times
    from added
    on conflict (bank_version_id, item_id) do update
    set asked = exposure.asked + excluded.asked`,
  );
});
