import { one, sql, type Db } from '#base/db/index.ts';

/** How many messages a person has not read. */
export async function countUnread(db: Db, personId: string | null): Promise<number> {
  const row = await one(
    db,
    sql<{ n: number }>`
    select count(*) as n
    from kernel.message
    where message.person_id = ${personId}
      and message.read_at is null`,
  );
  return row?.n ?? 0;
}
