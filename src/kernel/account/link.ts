import { createHash, randomBytes } from 'node:crypto';
import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { queueMail } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { AccountConfig } from './config.ts';
import { ensureLogin, findLogin, ownWordsOf, setLoginEmail } from './login.ts';
import { checkPassword, hashPassword } from './password.ts';
import { endSessions } from './session.ts';
import { clear, consume, fingerprint, take } from './throttle.ts';
import { auditAccount, type Visit } from './visit.ts';

/** What a one-time link is for. */
export type LinkKind = 'invitation' | 'reset';

const HOURS: Record<LinkKind, number> = { invitation: 7 * 24, reset: 1 };
const PATH: Record<LinkKind, string> = { invitation: '/sign-in/invitation', reset: '/sign-in/reset' };
const KEYS = {
  invitation: { subjectKey: 'account.mail.invitation-subject', bodyKey: 'account.mail.invitation' },
  reset: { subjectKey: 'account.mail.reset-subject', bodyKey: 'account.mail.reset' },
} as const;

/** What of a context an invitation needs. */
export type InviteCtx = Pick<Ctx, 'db' | 'now'> & { services: Pick<Ctx['services'], 'addressOf'> };

/**
 * Makes an account for the person where there is none and writes them a mail with a link, good for 7 days, to choose a password; earlier
 * invitations end. Without an address (`mailed: false`) the mail is held for the administrator. Pass the context of the operation, which audits.
 * Throws `missing` when there is no such person, `conflict` when the account is closed.
 */
export async function invite(ctx: InviteCtx, personId: string): Promise<{ mailed: boolean }> {
  const login = found(await ensureLogin(ctx.db, personId), 'account.no-person');
  if (login.disabled) throw new Problem('conflict', 'account.closed');
  return sendLink(ctx, personId, 'invitation');
}

/**
 * Writes a mail with a link, good for one hour, to whoever has this staff code or mail address. Answers the same, after the same time,
 * whether there is such an account or not; throws `limit` when one network address asks too often.
 */
export async function requestReset(config: AccountConfig, name: string, visit: Visit): Promise<void> {
  await consume(config.db, `reset-ip:${visit.ip}`, 60, 900);
  await Promise.all([answerReset(config, name, visit), new Promise((resolve) => setTimeout(resolve, 250))]);
}

async function answerReset(config: AccountConfig, name: string, visit: Visit): Promise<void> {
  const { allowed } = await take(config.db, `reset:${fingerprint(name.trim().toLowerCase())}`, 3, 3600);
  const login = await findLogin(config.db, name);
  if (!allowed || login === undefined || login.disabled) return;
  await inTransaction(config.db, async (db) => {
    await sendLink({ db, now: Temporal.Now.instant(), services: config.services }, login.personId, 'reset');
    await auditAccount(db, visit, { operation: 'account.request-reset', personId: login.personId });
  });
}

async function sendLink(ctx: InviteCtx, personId: string, kind: LinkKind): Promise<{ mailed: boolean }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = ctx.now.add({ hours: HOURS[kind] });
  await all(
    ctx.db,
    sql`
      delete from account.link
      where link.person_id = ${personId}
        and link.kind = ${kind}
        and link.used_at is null`,
  );
  await all(
    ctx.db,
    sql`
      insert into account.link (id, kind, token_hash, person_id, expires_at)
      values (${newId()}, ${kind}, ${hashOf(token)}, ${personId}, now() + make_interval(hours => ${HOURS[kind]}))`,
  );
  const address = (await ctx.services.addressOf(ctx.db, [personId])).get(personId);
  await setLoginEmail(ctx.db, personId, address?.email);
  await queueMail(ctx, [
    {
      personId,
      address: address?.email,
      locale: address?.locale ?? 'vi',
      ...KEYS[kind],
      href: `${PATH[kind]}/${token}`,
      urgent: kind === 'reset',
      secret: true,
      expiresAt,
    },
  ]);
  return { mailed: address !== undefined };
}

/** Whether a link still works, and for whom (staff code), without using it up: for the page that it opens. Throws `missing` when it does not. */
export async function lookAtLink(config: AccountConfig, kind: LinkKind, token: string, visit: Visit): Promise<{ staffCode: string }> {
  await consume(config.db, `link:${visit.ip}`, 300, 900);
  const { personId } = await getLink(config.db, kind, token);
  const row = await one(config.db, sql<{ staff_code: string }>`select person.staff_code from kernel.person where person.id = ${personId}`);
  return { staffCode: row?.staff_code ?? '' };
}

/**
 * Sets the password by a link, which is used up; ends all sessions and locks of the account. Only a POST may call it: mail scanners open links.
 * Throws `missing` when the link does not work (any more), `invalid` when the password does not do; the link is then still good.
 */
export async function setPasswordByLink(config: AccountConfig, kind: LinkKind, token: string, password: string, visit: Visit): Promise<{ personId: string }> {
  await consume(config.db, `link:${visit.ip}`, 300, 900);
  const { id, personId } = await getLink(config.db, kind, token);
  checkPassword(password, await ownWordsOf(config.db, personId));
  const hash = await hashPassword(password);
  await inTransaction(config.db, async (db) => {
    const used = await one(db, sql`update account.link set used_at = now() where link.id = ${id} and link.used_at is null returning link.id`);
    found(used, 'account.no-link');
    const login = found(await ensureLogin(db, personId), 'account.no-link');
    await storePassword(db, login.id, hash);
    await clear(db, `login:${login.id}`);
    await endSessions(db, personId, { except: undefined });
    await auditAccount(db, visit, { operation: kind === 'reset' ? 'account.reset' : 'account.accept-invitation', personId, by: 'owner' });
  });
  return { personId };
}

/** Puts a password's hash in place of the account's former one. */
export async function storePassword(db: Db, loginId: string, hash: string): Promise<void> {
  await all(
    db,
    sql`
      insert into account.credential (account_id, provider_id, login_id, password, updated_at)
      values (${loginId}, 'credential', ${loginId}, ${hash}, now())
      on conflict (provider_id, account_id) do update
      set password = excluded.password,
        updated_at = now()`,
  );
}

async function getLink(db: Db, kind: LinkKind, token: string): Promise<{ id: string; personId: string }> {
  const row = await one(
    db,
    sql<{ id: string; person_id: string }>`
      select link.id, link.person_id
      from account.link
      join kernel.person on person.id = link.person_id
      join account.login on login.person_id = link.person_id
      where link.token_hash = ${hashOf(token)}
        and link.kind = ${kind}
        and link.used_at is null
        and link.expires_at > now()
        and person.erased_at is null
        and login.disabled_at is null`,
  );
  const { id, person_id } = found(row, 'account.no-link');
  return { id, personId: person_id };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
