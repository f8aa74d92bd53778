import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { PushKeys } from './encryption.ts';

/** A browser that shows push messages to a person. */
export type Subscription = { id: string; endpoint: string } & PushKeys;

/** The browsers of a person. */
export async function subscriptionsOf(db: Db, personId: string): Promise<Subscription[]> {
  return all(
    db,
    sql<Subscription>`
    select browser.id, browser.endpoint, browser.p256dh, browser.auth
    from kernel.push_subscription as browser
    where browser.person_id = ${personId}
    order by browser.id`,
  );
}

/** Who of these people has a browser that shows push messages. */
export async function peopleWithPush(db: Db, personIds: string[]): Promise<Set<string>> {
  const rows = await all(
    db,
    sql<{ personId: string }>`
    select distinct browser.person_id as "personId"
    from kernel.push_subscription as browser
    where browser.person_id = any(${personIds}::uuid[])`,
  );
  return new Set(rows.map(({ personId }) => personId));
}

/** Keeps a browser of a person; one that is known changes hands with whoever signs in on it. */
export async function addSubscription(db: Db, personId: string, { endpoint, p256dh, auth }: Omit<Subscription, 'id'>, label: string, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.push_subscription (id, person_id, endpoint, p256dh, auth, label, created_at)
    values (${newId()}, ${personId}, ${endpoint}, ${p256dh}, ${auth}, ${label}, ${now.toString()})
    on conflict (endpoint) do update
    set person_id = excluded.person_id,
      p256dh = excluded.p256dh,
      auth = excluded.auth,
      label = excluded.label,
      created_at = excluded.created_at`,
  );
}

/** The browsers of a person as they are shown to that person. */
export async function listBrowsers(db: Db, personId: string): Promise<{ id: string; label: string; createdAt: Date }[]> {
  return all(
    db,
    sql<{ id: string; label: string; createdAt: Date }>`
    select browser.id, browser.label, browser.created_at as "createdAt"
    from kernel.push_subscription as browser
    where browser.person_id = ${personId}
    order by browser.id`,
  );
}

/** How many browsers a person has. */
export async function countBrowsers(db: Db, personId: string): Promise<number> {
  const row = await one(db, sql<{ n: number }>`select count(*) as n from kernel.push_subscription as browser where browser.person_id = ${personId}`);
  return row?.n ?? 0;
}

/** Forgets a browser; only one of the given person when one is given. Says whether there was one. */
export async function dropSubscription(db: Db, id: string, personId?: string): Promise<boolean> {
  const rows = await all(
    db,
    sql<{ id: string }>`
    delete from kernel.push_subscription as browser
    where browser.id = ${id}
      and (${personId ?? null}::uuid is null or browser.person_id = ${personId ?? null}::uuid)
    returning browser.id`,
  );
  return rows.length > 0;
}
