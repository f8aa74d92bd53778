import { APIError } from 'better-auth/api';
import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { queueMail } from '#kernel/message/index.ts';
import type { AccountConfig } from './config.ts';
import { cookiesOf, type SetCookie } from './cookie.ts';
import { storePassword } from './link.ts';
import { ownWordsOf } from './login.ts';
import { checkPassword, hashPassword, verifyPassword } from './password.ts';
import { endSessions, sessionOf, type Session } from './session.ts';
import { forwarded, type Running } from './sign-in.ts';
import { attempt, clear } from './throttle.ts';
import { auditAccount, type Visit } from './visit.ts';

/** How a person can sign in at present. */
export type Factors = { password: boolean; secondFactor: boolean; passkeys: number; sso: boolean };

/** One passkey of a person. */
export type PasskeyLine = { id: string; name: string | null; createdAt: string | null };

/** The signed-in person of a request; throws `forbidden` when there is none. */
async function getSession(config: AccountConfig, headers: Headers): Promise<Session> {
  const session = await sessionOf(config, headers);
  if (session === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
  return session;
}

/** Throws `invalid` when this is not the person's password; counts against the same lock as signing in. */
async function provePassword(config: AccountConfig, session: Session, password: string): Promise<void> {
  await attempt(config.db, `login:${session.accountId}`);
  const row = await one(
    config.db,
    sql<{ password: string | null }>`
      select credential.password
      from account.credential
      where credential.login_id = ${session.accountId}
        and credential.provider_id = 'credential'`,
  );
  const code = 'account.wrong-password';
  if (!row?.password || !(await verifyPassword({ hash: row.password, password }))) throw new Problem('invalid', code, {}, [{ at: '/current', code }]);
  await clear(config.db, `login:${session.accountId}`);
}

/** How long after signing in a person without a password counts as having just proved who it is, in minutes. */
const FRESH_MINUTES = 10;

/**
 * Lets the signed-in person prove anew who it is before a grave act: with the password; whoever has none (single sign-on, passkey) by having signed in within the
 * last 10 minutes; imaginary people of the demonstration need nothing. Throws `invalid` when the password is wrong, `forbidden` when the sign-in is too old.
 */
export async function confirmSelf({ config }: Running, headers: Headers, password: string, visit: Visit): Promise<void> {
  const session = await getSession(config, headers);
  const { password: hasPassword } = await factorsOf(config.db, session.personId);
  if (hasPassword) await provePassword(config, session, password);
  else if (!config.demo && !(await isFresh(config.db, session.sessionId))) throw new Problem('forbidden', 'account.sign-in-again', { minutes: FRESH_MINUTES });
  await auditAccount(config.db, visit, { operation: 'account.confirm-self', personId: session.personId, by: 'owner' });
}

async function isFresh(db: Db, sessionId: string): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      select session.id
      from account.session
      where session.id = ${sessionId}
        and session.created_at > now() - make_interval(mins => ${FRESH_MINUTES})`,
  );
  return row !== undefined;
}

/** Changes the password of the signed-in person, ends their other sessions and tells them by mail. Throws `invalid` when the present one is wrong or the new one does not do. */
export async function changePassword({ config }: Running, headers: Headers, input: { current: string; next: string }, visit: Visit): Promise<void> {
  const session = await getSession(config, headers);
  await provePassword(config, session, input.current);
  checkPassword(input.next, await ownWordsOf(config.db, session.personId));
  const hash = await hashPassword(input.next);
  await inTransaction(config.db, async (db) => {
    await storePassword(db, session.accountId, hash);
    await endSessions(db, session.personId, { except: session.sessionId });
    await auditAccount(db, visit, { operation: 'account.change-password', personId: session.personId, by: 'owner' });
    await tellChange(config, db, session.personId, 'password-changed');
  });
}

/** The first step to an authenticator app: its address for the app (`otpauth:`), the secret alone for typing, and ten backup codes, shown once. */
export async function enableTotp({ config, auth }: Running, headers: Headers, password: string, visit: Visit): Promise<{ uri: string; secret: string; backupCodes: string[] }> {
  const session = await getSession(config, headers);
  await provePassword(config, session, password);
  try {
    const answer = await auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers: forwarded(headers, visit) });
    if (answer.method !== 'totp') throw new Error('better-auth offered no authenticator app.');
    const made = new URL(answer.totpURI);
    const secret = made.searchParams.get('secret') ?? '';
    return { uri: await namedUri(config.db, session.personId, made), secret, backupCodes: answer.backupCodes };
  } catch (error) {
    if (error instanceof APIError) throw new Problem('conflict', 'account.totp-on-already');
    throw error;
  }
}

/** The address for the app under the person's staff code rather than an inner address. */
async function namedUri(db: Db, personId: string, made: URL): Promise<string> {
  const row = await one(db, sql<{ staff_code: string }>`select person.staff_code from kernel.person where person.id = ${personId}`);
  return `otpauth://totp/${encodeURIComponent(`Khuê:${row?.staff_code ?? ''}`)}?${made.searchParams.toString()}`;
}

/** The second step: a first code of the app turns two-step sign-in on. Throws `invalid` when the code is wrong. */
export async function confirmTotp({ config, auth }: Running, headers: Headers, code: string, visit: Visit): Promise<{ cookies: SetCookie[] }> {
  const session = await getSession(config, headers);
  await attempt(config.db, `second:${session.accountId}`);
  try {
    const answer = await auth.api.verifyTOTP({ body: { code: code.replace(/\s/g, '') }, headers: forwarded(headers, visit), returnHeaders: true });
    await clear(config.db, `second:${session.accountId}`);
    await auditAccount(config.db, visit, { operation: 'account.enable-totp', personId: session.personId, by: 'owner' });
    await tellChange(config, config.db, session.personId, 'totp-on');
    return { cookies: cookiesOf(answer.headers) };
  } catch (error) {
    if (error instanceof APIError) throw new Problem('invalid', 'account.wrong-code', {}, [{ at: '/code', code: 'account.wrong-code' }]);
    throw error;
  }
}

/** Turns two-step sign-in off. Throws `invalid` when the password is wrong. */
export async function disableTotp({ config, auth }: Running, headers: Headers, password: string, visit: Visit): Promise<{ cookies: SetCookie[] }> {
  const session = await getSession(config, headers);
  await provePassword(config, session, password);
  const answer = await auth.api.disableTwoFactor({ body: { password }, headers: forwarded(headers, visit), returnHeaders: true });
  await auditAccount(config.db, visit, { operation: 'account.disable-totp', personId: session.personId, by: 'owner' });
  await tellChange(config, config.db, session.personId, 'totp-off');
  return { cookies: cookiesOf(answer.headers) };
}

/** Takes the authenticator app off an account, as an administrator does when it is lost; ends its sessions and tells the person. */
export async function removeSecondStep(config: AccountConfig, db: Db, personId: string): Promise<void> {
  const login = found(
    await one(
      db,
      sql<{ id: string }>`
        update account.login
        set two_factor_enabled = false
        where login.person_id = ${personId}
          and login.two_factor_enabled
        returning login.id`,
    ),
    'account.no-second-step',
  );
  await all(db, sql`delete from account.two_factor where two_factor.login_id = ${login.id}`);
  await endSessions(db, personId, { except: undefined });
  await tellChange(config, db, personId, 'totp-off');
}

/** How a person can sign in at present. */
export async function factorsOf(db: Db, personId: string): Promise<Factors> {
  const row = await one(
    db,
    sql<{ password: boolean; second_factor: boolean; passkeys: number; sso: boolean }>`
      select
        exists (select 1 from account.credential where credential.login_id = login.id and credential.password is not null) as password,
        coalesce(login.two_factor_enabled, false) as second_factor,
        (select count(*) from account.passkey where passkey.login_id = login.id) as passkeys,
        exists (select 1 from account.credential where credential.login_id = login.id and credential.provider_id = 'sso') as sso
      from account.login
      where login.person_id = ${personId}`,
  );
  return { password: row?.password ?? false, secondFactor: row?.second_factor ?? false, passkeys: row?.passkeys ?? 0, sso: row?.sso ?? false };
}

/** The passkeys of a person, oldest first. */
export async function listPasskeys(db: Db, personId: string): Promise<PasskeyLine[]> {
  const rows = await all(
    db,
    sql<{ id: string; name: string | null; created_at: Date | null }>`
      select passkey.id, passkey.name, passkey.created_at
      from account.passkey
      join account.login on login.id = passkey.login_id
      where login.person_id = ${personId}
      order by passkey.created_at, passkey.id`,
  );
  return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at?.toISOString() ?? null }));
}

/** Removes a passkey of the signed-in person; throws `missing` when it is not theirs. */
export async function removePasskey(config: AccountConfig, headers: Headers, passkeyId: string, visit: Visit): Promise<void> {
  const session = await getSession(config, headers);
  const row = await one(
    config.db,
    sql`
      delete from account.passkey
      where passkey.id::text = ${passkeyId}
        and passkey.login_id = ${session.accountId}
      returning passkey.id`,
  );
  found(row, 'account.no-passkey');
  await auditAccount(config.db, visit, { operation: 'account.remove-passkey', personId: session.personId, by: 'owner' });
  await tellChange(config, config.db, session.personId, 'passkey-removed');
}

/** The mails about changes to how somebody signs in. */
const TOLD = {
  'password-changed': { subjectKey: 'account.mail.password-changed-subject', bodyKey: 'account.mail.password-changed' },
  'totp-on': { subjectKey: 'account.mail.totp-on-subject', bodyKey: 'account.mail.totp-on' },
  'totp-off': { subjectKey: 'account.mail.totp-off-subject', bodyKey: 'account.mail.totp-off' },
  'passkey-added': { subjectKey: 'account.mail.passkey-added-subject', bodyKey: 'account.mail.passkey-added' },
  'passkey-removed': { subjectKey: 'account.mail.passkey-removed-subject', bodyKey: 'account.mail.passkey-removed' },
} as const;

/** A change to how somebody signs in is always told to them (ASVS 5, 6.3.7): if it was not they, they must know. */
export async function tellChange(config: AccountConfig, db: Db, personId: string, what: keyof typeof TOLD): Promise<void> {
  const address = (await config.services.addressOf(db, [personId])).get(personId);
  if (address === undefined) return;
  const mail = { personId, address: address.email, locale: address.locale, ...TOLD[what], href: '/me/security', urgent: true };
  await queueMail({ db, now: Temporal.Now.instant() }, [mail]);
}
