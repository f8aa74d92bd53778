import { APIError } from 'better-auth/api';
import { all, one, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { ADDRESS_HEADER, type Auth } from './auth.ts';
import type { AccountConfig } from './config.ts';
import { cookiesOf, forgetSession, readSigned, secondFactorCookieName, sessionCookie, type SetCookie } from './cookie.ts';
import { ensureLogin, findLogin, findLoginOf, type Login } from './login.ts';
import { endSessions, noteDay, sessionOf } from './session.ts';
import { attempt, clear, consume, fingerprint, giveBack } from './throttle.ts';
import { auditAccount, type Visit } from './visit.ts';

/** What a sign-in needs to run: configuration and better-auth over it. */
export type Running = { config: AccountConfig; auth: Auth };

/** Cookies to set. While a second factor is needed they only remember that the password was right. */
export type SignedIn = { cookies: SetCookie[]; needsSecondFactor: boolean };

/** An address at which nobody has an account: for an unknown name the same work is done as for a wrong password. */
const NOBODY = 'nobody@khue.invalid';

/**
 * Signs in by staff code or mail address and password. Throws `invalid` (`account.wrong`) for an unknown name, a wrong password and a
 * closed account alike; `limit` when the account is locked (10 failures in 15 minutes) or the network address failed too often.
 */
export async function signIn(running: Running, input: { login: string; password: string }, visit: Visit): Promise<SignedIn> {
  const { config, auth } = running;
  const addressKey = `sign-in:${visit.ip}`;
  const login = await findLogin(config.db, input.login);
  const key = login === undefined ? `unknown:${fingerprint(input.login.trim().toLowerCase())}` : `login:${login.id}`;
  try {
    await consume(config.db, addressKey, config.failuresPerAddress, 900);
    await attempt(config.db, key);
  } catch (error) {
    if (error instanceof Problem) await auditAccount(config.db, visit, { operation: 'account.sign-in', personId: login?.personId, problem: error.code });
    throw error;
  }
  const headers = await byPassword(auth, login?.disabled === false ? login.email : NOBODY, input.password, visit);
  if (headers === undefined || login === undefined) {
    await auditAccount(config.db, visit, { operation: 'account.sign-in', personId: login?.personId, problem: 'account.wrong', method: 'password' });
    throw new Problem('invalid', 'account.wrong');
  }
  await clear(config.db, key);
  await giveBack(config.db, addressKey);
  if (!login.secondFactor) await signedIn(running, login, 'password', visit);
  return { cookies: cookiesOf(headers), needsSecondFactor: login.secondFactor };
}

async function byPassword(auth: Auth, email: string, password: string, visit: Visit): Promise<Headers | undefined> {
  try {
    const { headers } = await auth.api.signInEmail({
      body: { email, password },
      headers: new Headers({ 'user-agent': visit.userAgent, [ADDRESS_HEADER]: visit.ip }),
      returnHeaders: true,
    });
    return headers;
  } catch (error) {
    if (error instanceof APIError) return undefined;
    throw error;
  }
}

/**
 * The second step: a code of the authenticator app, or one of the backup codes, with the cookies that the first step set.
 * Throws `invalid` for a wrong or used code and when the 10 minutes for the second step are over, `limit` when there were too many.
 */
export async function verifySecondFactor({ config, auth }: Running, headers: Headers, code: string, visit: Visit): Promise<SignedIn> {
  const login = await pendingLogin(config, headers);
  if (login === undefined || login.disabled) throw new Problem('invalid', 'account.second-step-over');
  const typed = code.replace(/\s/g, '');
  const backup = !/^\d{6}$/.test(typed);
  const refuse = async (problem: Problem) => {
    await auditAccount(config.db, visit, { operation: 'account.sign-in', personId: login.personId, problem: problem.code, method: backup ? 'backup-code' : 'totp' });
    throw problem;
  };
  try {
    await attempt(config.db, `second:${login.id}`);
  } catch (error) {
    if (error instanceof Problem) await refuse(error);
    throw error;
  }
  if (!backup && !(await firstUse(config, login.id, typed))) return refuse(new Problem('invalid', 'account.wrong-code'));
  const forward = forwarded(headers, visit);
  try {
    const answer = backup
      ? await auth.api.verifyBackupCode({ body: { code: typed }, headers: forward, returnHeaders: true })
      : await auth.api.verifyTOTP({ body: { code: typed }, headers: forward, returnHeaders: true });
    await clear(config.db, `second:${login.id}`);
    await signedIn({ config, auth }, login, backup ? 'backup-code' : 'totp', visit);
    return { cookies: cookiesOf(answer.headers), needsSecondFactor: false };
  } catch (error) {
    if (error instanceof APIError) return refuse(new Problem('invalid', 'account.wrong-code'));
    throw error;
  }
}

/** Whose second step the cookies are about. */
async function pendingLogin(config: AccountConfig, headers: Headers): Promise<Login | undefined> {
  const identifier = readSigned(headers, secondFactorCookieName(config.publicUrl), config.secret);
  if (identifier === undefined) return undefined;
  const row = await one(
    config.db,
    sql<{ person_id: string }>`
      select login.person_id
      from account.verification
      join account.login on login.id::text = verification.value
      where verification.identifier = ${identifier}
        and verification.expires_at > now()`,
  );
  return row && findLoginOf(config.db, row.person_id);
}

/** Whether this code was not given before: each works once, though its 30 seconds are not over. */
async function firstUse(config: AccountConfig, loginId: string, code: string): Promise<boolean> {
  const row = await one(
    config.db,
    sql`
      insert into account.used_code as used (login_id, code_hash)
      values (${loginId}, ${fingerprint(`${loginId} ${code}`)})
      on conflict (login_id, code_hash) do update
      set at = now()
      where used.at < now() - interval '3 minutes'
      returning used.login_id`,
  );
  return row !== undefined;
}

/** What follows every sign-in: the audit, and the day's first use told on. */
export async function signedIn({ config }: Running, login: Pick<Login, 'id' | 'personId'>, method: string, visit: Visit): Promise<void> {
  await auditAccount(config.db, visit, { operation: 'account.sign-in', personId: login.personId, method, by: 'owner' });
  await noteDay(config, login.id);
}

/** Ends the session of the request; returns the cookies that forget it. Does nothing when nobody is signed in. */
export async function signOut(config: AccountConfig, headers: Headers, visit: Visit): Promise<{ cookies: SetCookie[] }> {
  const session = await sessionOf(config, headers);
  if (session !== undefined) {
    await endSessions(config.db, session.personId, { only: session.sessionId });
    await auditAccount(config.db, visit, { operation: 'account.sign-out', personId: session.personId, by: 'owner' });
  }
  return { cookies: forgetSession(config.publicUrl) };
}

/** Signs in as a person without any proof: in the demonstration only; throws `forbidden` otherwise. */
export async function signInAs(running: Running, personId: string, visit: Visit): Promise<SignedIn> {
  const { config, auth } = running;
  if (!config.demo) throw new Problem('forbidden', 'account.demo-only');
  const login = await ensureLogin(config.db, personId);
  if (login === undefined || login.disabled) throw new Problem('missing', 'account.no-person');
  const { internalAdapter } = await auth.$context;
  const session = await internalAdapter.createSession(login.id, false, { ipAddress: visit.ip, userAgent: visit.userAgent });
  await signedIn(running, login, 'demo', visit);
  return { cookies: [sessionCookie(session.token, config.secret, config.publicUrl)], needsSecondFactor: false };
}

/** The headers of a request as better-auth shall see them: cookies, program, and the network address that we know. */
export function forwarded(headers: Headers, visit: Visit): Headers {
  return new Headers({ cookie: headers.get('cookie') ?? '', 'user-agent': visit.userAgent, [ADDRESS_HEADER]: visit.ip });
}

/** Deletes what has run out: sessions, pending steps, links, counters. */
export async function tidy(config: AccountConfig): Promise<void> {
  const statements = [
    sql`delete from account.session where session.created_at < now() - interval '7 days' or session.updated_at < now() - interval '12 hours'`,
    sql`delete from account.verification where verification.expires_at < now() - interval '1 hour'`,
    sql`delete from account.link where link.expires_at < now() - interval '30 days'`,
    sql`delete from account.rate where rate.since < now() - interval '2 hours'`,
    sql`delete from account.lock where lock.since < now() - interval '2 days' and lock.locked_until < now()`,
    sql`delete from account.used_code where used_code.at < now() - interval '10 minutes'`,
  ];
  for (const statement of statements) await all(config.db, statement);
}
