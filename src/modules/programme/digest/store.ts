import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import type { Values } from '#base/problem/index.ts';

/** What targets, reports or conclusions have to tell a person: the values of their sentence, the page that it leads to. */
export type DigestPart = { personId: string; source: 'targets' | 'reports' | 'conclusions'; values: Values; href: string };

/** Keeps what is to be told of a day; of each source only once. It leaves with the digest of that day, or of the next when that day's is out. */
export async function addDigestParts(db: Db, today: Day, parts: DigestPart[]): Promise<void> {
  if (parts.length === 0) return;
  await all(
    db,
    sql`
    insert into programme.digest_part (person_id, source, day, data, href)
    select part."personId", part.source, ${today}, part.values, part.href
    from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as part ("personId" uuid, source text, values jsonb, href text)
    on conflict on constraint digest_part_pkey do nothing`,
  );
}

/** Takes what waits for people who have had no digest on a day yet, as sent on that day; the oldest first. */
export async function takeDigestParts(db: Db, today: Day): Promise<DigestPart[]> {
  return all(
    db,
    sql<DigestPart>`
    with taken as (
      update programme.digest_part as part
      set sent_on = ${today}
      where part.sent_on is null
        and not exists (
          select 1
          from programme.digest_part as earlier
          where earlier.sent_on = ${today}
            and earlier.person_id = part.person_id)
      returning part.person_id as "personId", part.source, part.day, part.data as values, part.href
    )
    select taken."personId", taken.source, taken.values, taken.href
    from taken
    order by taken."personId", taken.day, taken.source`,
  );
}
