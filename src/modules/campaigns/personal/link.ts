import { createHash, randomBytes } from 'node:crypto';
import { ZONE } from '#base/clock/index.ts';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { every } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** Longest life of a personal link, in days; it ends with the campaign when that is sooner. */
const LINK_DAYS = 14;
const SECRET_BYTES = 18;

/** Makes a personal link for each person, good until the given day ends or for 14 days. Returns the secret part of each address `/m/{secret}`; only its digest is kept. */
export async function makeLinks(ctx: Pick<Ctx, 'db' | 'now'>, until: ReadonlyMap<string, Day>): Promise<Map<string, string>> {
  const made = [...until].map(([personId, day]) => ({ personId, secret: randomBytes(SECRET_BYTES).toString('base64url'), expires: expiryOf(day, ctx.now) }));
  if (made.length === 0) return new Map();
  await all(
    ctx.db,
    sql`
    insert into campaigns.link (digest, person_id, made_at, expires_at)
    select decode(link.digest, 'hex'), link.person_id, ${ctx.now.toString()}, link.expires_at
    from unnest(
      ${made.map(({ secret }) => digestOf(secret))}::text[],
      ${made.map(({ personId }) => personId)}::uuid[],
      ${made.map(({ expires }) => expires.toString())}::timestamptz[]
    ) as link (digest, person_id, expires_at)`,
  );
  return new Map(made.map(({ personId, secret }) => [personId, secret]));
}

/** The person of a personal link; undefined when there is none or it has expired. */
export async function personOfLink(db: Db, secret: string, now: Temporal.Instant): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ personId: string }>`
    select link.person_id as "personId"
    from campaigns.link
    where link.digest = decode(${digestOf(secret)}, 'hex')
      and link.expires_at > ${now.toString()}`,
  );
  return row?.personId;
}

/** Takes expired links away. */
async function dropExpiredLinks(db: Db, now: Temporal.Instant): Promise<void> {
  await all(db, sql`delete from campaigns.link where link.expires_at <= ${now.toString()}`);
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function expiryOf(day: Day, now: Temporal.Instant): Temporal.Instant {
  const latest = now.add({ hours: 24 * LINK_DAYS });
  const end = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime({ timeZone: ZONE }).toInstant();
  return Temporal.Instant.compare(end, latest) < 0 ? end : latest;
}

/** Every hour. */
export const linkTask = every(3600, 'campaigns.drop-links', (ctx) => dropExpiredLinks(ctx.db, ctx.now));
