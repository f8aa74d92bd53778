import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** Documents looked at in one turn. */
const BATCH = 500;

/**
 * Deletes the bytes of documents whose `retainUntil` has passed, unless another document that is still kept has the same ones; at most 500 a turn.
 * Answers how many documents lost theirs.
 */
export async function dropExpired(ctx: Pick<Ctx, 'db' | 'today' | 'services'>): Promise<number> {
  const rows = await all(
    ctx.db,
    sql<{ sha256: string; wanted: boolean }>`
      select expired.sha256, bool_or(other.id is not null) as wanted
      from (
        select document.sha256
        from kernel.document
        where document.dropped_at is null
          and document.retain_until < ${ctx.today}
        order by document.retain_until
        limit ${BATCH}
      ) as expired
      left join kernel.document as other
        on other.sha256 = expired.sha256
        and other.retain_until >= ${ctx.today}
      group by expired.sha256`,
  );
  const gone: string[] = [];
  for (const { sha256, wanted } of rows) if (wanted || (await ctx.services.blobs.drop(sha256))) gone.push(sha256);
  const dropped = await all(
    ctx.db,
    sql`
      update kernel.document
      set dropped_at = now()
      where document.sha256 = any(${gone}::text[])
        and document.dropped_at is null
        and document.retain_until < ${ctx.today}
      returning document.id`,
  );
  return dropped.length;
}

/** Keeps documents until a day (`infinity`: for good), whatever was said before. Asks for no permission: the module whose documents they are does. */
export async function retainDocuments(db: Db, ids: readonly string[], until: Day): Promise<void> {
  if (ids.length === 0) return;
  await all(
    db,
    sql`
      update kernel.document
      set retain_until = ${until}
      where document.id = any(${ids}::uuid[])`,
  );
}
