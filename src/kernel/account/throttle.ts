import { createHash, createHmac } from 'node:crypto';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';

/** Attempts on one account within 15 minutes before it is locked. */
export const ATTEMPTS = 10;

const WINDOW = sql`interval '15 minutes'`;

/** A lock lasts 15 minutes, each further one within a day twice as long, at most 4 hours. */
const LOCK = sql`least(interval '4 hours', interval '15 minutes' * power(2, case when lock.since < now() - interval '1 day' then 0 else lock.locks end))`;

/**
 * Counts an attempt on `key` before it is made, so that many at once gain nothing; throws `limit` when it is locked.
 * Call `clear` when the attempt succeeds. One statement, so it holds across processes.
 */
export async function attempt(db: Db, key: string): Promise<void> {
  const row = await one(
    db,
    sql<{ locked: boolean; minutes: number }>`
      insert into account.lock as lock (key, failures, since)
      values (${key}, 1, now())
      on conflict (key) do update
      set failures = case
          when lock.locked_until > now() then lock.failures
          when lock.since < now() - ${WINDOW} or lock.failures > ${ATTEMPTS} then 1
          else lock.failures + 1
        end,
        since = case
          when lock.locked_until > now() then lock.since
          when lock.since < now() - ${WINDOW} or lock.failures > ${ATTEMPTS} then now()
          else lock.since
        end,
        locks = case
          when lock.locked_until > now() then lock.locks
          when lock.since < now() - interval '1 day' then 0
          when lock.since >= now() - ${WINDOW} and lock.failures = ${ATTEMPTS} then lock.locks + 1
          else lock.locks
        end,
        locked_until = case
          when lock.locked_until <= now() and lock.since >= now() - ${WINDOW} and lock.failures = ${ATTEMPTS} then now() + ${LOCK}
          else lock.locked_until
        end
      returning lock.locked_until > now() as locked,
        greatest(1, ceil(extract(epoch from greatest(lock.locked_until, now()) - now()) / 60))::integer as minutes`,
  );
  if (row?.locked === true) throw new Problem('limit', 'account.locked', { minutes: row.minutes });
}

/** Forgets the attempts on `key`. */
export async function clear(db: Db, key: string): Promise<void> {
  await all(db, sql`delete from account.lock where lock.key = ${key}`);
}

/** Counts one use of `key`; throws `limit` when there were `max` within the last `seconds` (counted in fixed windows). */
export async function consume(db: Db, key: string, max: number, seconds: number): Promise<void> {
  const { allowed, wait } = await take(db, key, max, seconds);
  if (!allowed) throw new Problem('limit', 'account.too-often', { minutes: Math.max(1, Math.ceil(wait / 60)) });
}

/** Counts one use of `key`: whether it is within `max` a window, and the seconds until the window ends. */
export async function take(db: Db, key: string, max: number, seconds: number): Promise<{ allowed: boolean; wait: number }> {
  const row = await one(
    db,
    sql<{ count: number; wait: number }>`
      insert into account.rate as rate (key, since, count)
      values (${key}, now(), 1)
      on conflict (key) do update
      set count = case when rate.since <= now() - make_interval(secs => ${seconds}) then 1 else rate.count + 1 end,
        since = case when rate.since <= now() - make_interval(secs => ${seconds}) then now() else rate.since end
      returning rate.count, extract(epoch from rate.since + make_interval(secs => ${seconds}) - now())::float8 as wait`,
  );
  return { allowed: (row?.count ?? 1) <= max, wait: row?.wait ?? 0 };
}

/** Gives one use of `key` back: what was counted beforehand turned out harmless. */
export async function giveBack(db: Db, key: string): Promise<void> {
  await all(db, sql`update account.rate set count = rate.count - 1 where rate.key = ${key} and rate.count > 0`);
}

/**
 * Counts uses of operations that have a limit for the sender at a network address, together for all processes that share `secret`; throws `limit`.
 * The address stands nowhere: without the secret it cannot be found from the counters.
 */
export function countUsesOf(db: Db, secret: string, addressOf: () => string): (operation: string, limit: { times: number; seconds: number }) => Promise<void> {
  return async (operation, { times, seconds }) => {
    const sender = createHmac('sha256', secret).update(`sender of ${operation} ${addressOf()}`).digest('base64url').slice(0, 22);
    await consume(db, `use:${operation}:${sender}`, times, seconds);
  };
}

/** A short name for something that must not be readable in a table of counters. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
