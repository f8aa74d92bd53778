import { createHash, randomBytes } from 'node:crypto';
import { ZONE } from '#base/clock/index.ts';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { every } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** Longest life of a personal link, in days; it ends with the campaign when that is sooner. */
const LINK_DAYS = 14;
const SECRET_BYTES = 18;
/** How long a stay at a shared computer lasts without an act, in minutes, and with acts in all. */
export const KIOSK_MINUTES = 3;
const KIOSK_MOST_MINUTES = 30;

/** The channels over which a personal link goes. */
export type LinkChannel = 'email' | 'web-push' | 'webhook' | 'kiosk' | 'letter';

/** Makes a personal link for each person, good until the given day ends or for 14 days. Returns the secret part of each address `/m/{secret}`; only its digest is kept. */
export async function makeLinks(ctx: Pick<Ctx, 'db' | 'now'>, until: ReadonlyMap<string, Day>, channel: LinkChannel): Promise<Map<string, string>> {
  const made = [...until].map(([personId, day]) => ({ personId, secret: newSecret(), expires: expiryOf(day, ctx.now) }));
  if (made.length === 0) return new Map();
  await all(
    ctx.db,
    sql`
    insert into campaigns.link (digest, person_id, channel, made_at, expires_at)
    select decode(link.digest, 'hex'), link.person_id, ${channel}, ${ctx.now.toString()}, link.expires_at
    from unnest(
      ${made.map(({ secret }) => digestOf(secret))}::text[],
      ${made.map(({ personId }) => personId)}::uuid[],
      ${made.map(({ expires }) => expires.toString())}::timestamptz[]
    ) as link (digest, person_id, expires_at)`,
  );
  return new Map(made.map(({ personId, secret }) => [personId, secret]));
}

/** A secret for a link: 24 characters. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** The person of a personal link and the channel over which it went; undefined when there is none or it has expired. */
export async function personOfLink(db: Db, secret: string, now: Temporal.Instant): Promise<{ personId: string; channel: LinkChannel } | undefined> {
  return one(
    db,
    sql<{ personId: string; channel: LinkChannel }>`
    select link.person_id as "personId", link.channel
    from campaigns.link
    where link.digest = decode(${digestOf(secret)}, 'hex')
      and link.expires_at > ${now.toString()}`,
  );
}

/** Begins a stay at a shared computer. */
export async function beginStay(ctx: Pick<Ctx, 'db' | 'now'>, personId: string, secret: string): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into campaigns.link (digest, person_id, channel, made_at, expires_at)
    values (decode(${digestOf(secret)}, 'hex'), ${personId}, 'kiosk', ${ctx.now.toString()}, ${ctx.now.add({ minutes: KIOSK_MINUTES }).toString()})`,
  );
}

/** Lets a stay at a shared computer go on for three more minutes, half an hour in all at the most; other links stay as they are. */
export async function prolongStay(ctx: Pick<Ctx, 'db' | 'now'>, secret: string): Promise<void> {
  await all(
    ctx.db,
    sql`
    update campaigns.link
    set expires_at = least(link.made_at + make_interval(mins => ${KIOSK_MOST_MINUTES}), ${ctx.now.add({ minutes: KIOSK_MINUTES }).toString()}::timestamptz)
    where link.digest = decode(${digestOf(secret)}, 'hex')
      and link.channel = 'kiosk'
      and link.expires_at > ${ctx.now.toString()}`,
  );
}

/** Ends a stay at a shared computer. */
export async function endStay(db: Db, secret: string): Promise<void> {
  await all(
    db,
    sql`
    delete from campaigns.link
    where link.digest = decode(${digestOf(secret)}, 'hex')
      and link.channel = 'kiosk'`,
  );
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
