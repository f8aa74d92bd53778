import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { every, type Task } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { accountPool, makeAuth, type Auth } from './auth.ts';
import type { AccountConfig } from './config.ts';
import type { SetCookie } from './cookie.ts';
import {
  changePassword,
  confirmSelf,
  confirmTotp,
  disableTotp,
  enableTotp,
  factorsOf,
  listPasskeys,
  removePasskey,
  removeSecondStep,
  type Factors,
  type PasskeyLine,
} from './factor.ts';
import { handle, startSso } from './handler.ts';
import { invite, lookAtLink, requestReset, setPasswordByLink, type InviteCtx, type LinkKind } from './link.ts';
import { setLoginEmail } from './login.ts';
import { endSessions, listSessions, sessionOf, type ActingSession, type Session, type SessionLine } from './session.ts';
import { signIn, signInAs, signOut, tidy, verifySecondFactor, type Running, type SignedIn } from './sign-in.ts';
import { countUsesOf } from './throttle.ts';
import { auditAccount, type Visit } from './visit.ts';

/** Signing in and everything about it. Each method that is given a `Visit` writes its own audit line. */
export type Accounts = {
  /** Who is signed in, by the cookie of a request; undefined when nobody is. */
  sessionOf: (headers: Headers, day?: Day) => Promise<ActingSession | undefined>;
  signIn: (input: { login: string; password: string }, visit: Visit) => Promise<SignedIn>;
  verifySecondFactor: (headers: Headers, code: string, visit: Visit) => Promise<SignedIn>;
  signOut: (headers: Headers, visit: Visit) => Promise<{ cookies: SetCookie[] }>;
  /** The demonstration only. */
  signInAs: (personId: string, visit: Visit) => Promise<SignedIn>;
  /** Undefined when no single sign-on is configured; else what to call it. */
  ssoName: string | undefined;
  startSso: (next: string, visit: Visit) => Promise<{ location: string; cookies: SetCookie[] }>;
  handler: (request: Request, visit: Visit) => Promise<Response>;
  listSessions: (personId: string, currentId?: string) => Promise<SessionLine[]>;
  /** Ends one session of the signed-in person, or all but this one; returns how many ended. */
  revoke: (session: Session, which: { sessionId: string } | 'others', visit: Visit) => Promise<number>;
  invite: (ctx: InviteCtx, personId: string) => Promise<{ mailed: boolean }>;
  lookAtLink: (kind: LinkKind, token: string, visit: Visit) => Promise<{ staffCode: string }>;
  acceptInvitation: (token: string, password: string, visit: Visit) => Promise<{ personId: string }>;
  requestReset: (login: string, visit: Visit) => Promise<void>;
  reset: (token: string, password: string, visit: Visit) => Promise<{ personId: string }>;
  /** Lets the signed-in person prove anew who it is, before a signature. */
  confirmSelf: (headers: Headers, password: string, visit: Visit) => Promise<void>;
  changePassword: (headers: Headers, input: { current: string; next: string }, visit: Visit) => Promise<void>;
  enableTotp: (headers: Headers, password: string, visit: Visit) => Promise<{ uri: string; secret: string; backupCodes: string[] }>;
  confirmTotp: (headers: Headers, code: string, visit: Visit) => Promise<{ cookies: SetCookie[] }>;
  disableTotp: (headers: Headers, password: string, visit: Visit) => Promise<{ cookies: SetCookie[] }>;
  factorsOf: (personId: string) => Promise<Factors>;
  listPasskeys: (personId: string) => Promise<PasskeyLine[]>;
  removePasskey: (headers: Headers, passkeyId: string, visit: Visit) => Promise<void>;
  /** Call it when a person's mail address changes in the register, with the transaction of that change. */
  setEmail: (db: Db, personId: string, email: string | undefined) => Promise<void>;
  /** Closes an account (its sessions end at once) or opens it again. */
  setClosed: (db: Db, personId: string, closed: boolean) => Promise<void>;
  /** Takes the authenticator app off an account, ends its sessions and tells the person. */
  removeSecondStep: (db: Db, personId: string) => Promise<void>;
  /** Removes the account of a person with all that belongs to it, for erasure. */
  erase: (db: Db, personId: string) => Promise<void>;
  /** Counts uses of operations that have a limit, by the network address of the sender, together for all processes; see `Ctx.countUse`. */
  countUsesOf: (addressOf: () => string) => NonNullable<Ctx['countUse']>;
  /** Repeated work, for `startJobs`. */
  tasks: Task[];
  /** Closes the connections. */
  close: () => Promise<void>;
};

/** Signing in over the database of `config`. Close it at the end of the process. */
export function createAccounts(config: AccountConfig): Accounts {
  const pool = accountPool(config.url);
  const running = { config, auth: makeAuth(config, pool) };
  return {
    ...ways(running, () => makeAuth(config, pool)),
    ...own(running),
    listSessions: (personId, currentId) => listSessions(config.db, personId, currentId),
    revoke: async (session, which, visit) => {
      const ended = await endSessions(config.db, session.personId, which === 'others' ? { except: session.sessionId } : { only: which.sessionId });
      await auditAccount(config.db, visit, { operation: 'account.revoke-session', personId: session.personId, by: 'owner' });
      return ended;
    },
    invite,
    setEmail: setLoginEmail,
    setClosed,
    removeSecondStep: (db, personId) => removeSecondStep(config, db, personId),
    erase,
    countUsesOf: (addressOf) => countUsesOf(config.db, config.secret, addressOf),
    tasks: [every(600, 'account.tidy', () => tidy(config))],
    close: () => pool.end(),
  };
}

type Ways = 'sessionOf' | 'signIn' | 'verifySecondFactor' | 'signOut' | 'signInAs' | 'ssoName' | 'startSso' | 'handler';

/** The ways in and out. */
function ways(running: Running, again: () => Auth): Pick<Accounts, Ways> {
  const { config } = running;
  return {
    sessionOf: (headers, day) => sessionOf(config, headers, day),
    signIn: (input, visit) => signIn(running, input, visit),
    verifySecondFactor: (headers, code, visit) => verifySecondFactor(running, headers, code, visit),
    signOut: (headers, visit) => signOut(config, headers, visit),
    signInAs: (personId, visit) => signInAs(running, personId, visit),
    ssoName: config.oidc?.name,
    startSso: async (next, visit) => {
      try {
        return await startSso(running, next, visit);
      } catch (error) {
        // The issuer is asked once, when better-auth is made: if it was out of reach then, it may not be any more.
        if (!(error instanceof Problem) || config.oidc === undefined) throw error;
        running.auth = again();
        return startSso(running, next, visit);
      }
    },
    handler: (request, visit) => handle(running, request, visit),
  };
}

type Own =
  | 'lookAtLink'
  | 'acceptInvitation'
  | 'requestReset'
  | 'reset'
  | 'confirmSelf'
  | 'changePassword'
  | 'enableTotp'
  | 'confirmTotp'
  | 'disableTotp'
  | 'factorsOf'
  | 'listPasskeys'
  | 'removePasskey';

/** What people do with their own account. */
function own(running: Running): Pick<Accounts, Own> {
  const { config } = running;
  return {
    lookAtLink: (kind, token, visit) => lookAtLink(config, kind, token, visit),
    acceptInvitation: (token, password, visit) => setPasswordByLink(config, 'invitation', token, password, visit),
    requestReset: (login, visit) => requestReset(config, login, visit),
    reset: (token, password, visit) => setPasswordByLink(config, 'reset', token, password, visit),
    confirmSelf: (headers, password, visit) => confirmSelf(running, headers, password, visit),
    changePassword: (headers, input, visit) => changePassword(running, headers, input, visit),
    enableTotp: (headers, password, visit) => enableTotp(running, headers, password, visit),
    confirmTotp: (headers, code, visit) => confirmTotp(running, headers, code, visit),
    disableTotp: (headers, password, visit) => disableTotp(running, headers, password, visit),
    factorsOf: (personId) => factorsOf(config.db, personId),
    listPasskeys: (personId) => listPasskeys(config.db, personId),
    removePasskey: (headers, passkeyId, visit) => removePasskey(config, headers, passkeyId, visit),
  };
}

async function setClosed(db: Db, personId: string, closed: boolean): Promise<void> {
  await all(
    db,
    sql`
      update account.login
      set disabled_at = case when ${closed}::boolean then coalesce(login.disabled_at, now()) end
      where login.person_id = ${personId}`,
  );
  if (closed) await endSessions(db, personId, { except: undefined });
}

async function erase(db: Db, personId: string): Promise<void> {
  await all(db, sql`delete from account.link where link.person_id = ${personId}`);
  await all(db, sql`delete from account.login where login.person_id = ${personId}`);
}
