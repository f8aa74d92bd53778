import { systemClock } from '#base/clock/index.ts';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { grantsOn, type Actor, type Grant } from '#kernel/org/index.ts';
import { readSigned, sessionCookieName } from './cookie.ts';
import type { AccountConfig } from './config.ts';

/** Who is signed in, by which session. */
export type Session = { personId: string; sessionId: string; accountId: string };

/** The same with the name and the roles of the day. */
export type ActingSession = Session & { actor: Actor };

/** One line of the list of sessions. */
export type SessionLine = {
  id: string;
  /** Moments, ISO 8601. */
  signedInAt: string;
  usedAt: string;
  /** Network address and program, as they were at the sign-in. */
  address: string | null;
  program: string | null;
  current: boolean;
};

// 12 h without use or 7 days after the sign-in, whatever comes first (ASVS 5, 7.3.1 and 7.3.2).
const alive = sql`session.updated_at > now() - interval '12 hours'
  and session.created_at > now() - interval '7 days'
  and session.expires_at > now()`;

/** The session of a request; undefined when nobody is signed in, or no longer. One query; once in 5 minutes a second one notes the use. */
export async function sessionOf(config: AccountConfig, headers: Headers, day: Day = systemClock.today()): Promise<ActingSession | undefined> {
  const token = readSigned(headers, sessionCookieName(config.publicUrl), config.secret);
  if (token === undefined) return undefined;
  const row = await one(
    config.db,
    sql<{ id: string; login_id: string; person_id: string; noted: boolean; name: string; grants: Grant[] }>`
      select session.id, session.login_id, login.person_id, session.updated_at > now() - interval '5 minutes' as noted,
        person.name, ${grantsOn(day)} as grants
      from account.session
      join account.login on login.id = session.login_id
      join kernel.person on person.id = login.person_id
      where session.token = ${token}
        and ${alive}
        and login.disabled_at is null
        and person.erased_at is null`,
  );
  if (row === undefined) return undefined;
  if (!row.noted) await noteUse(config, row.id, row.login_id);
  const { person_id: personId, name, grants } = row;
  return { personId, sessionId: row.id, accountId: row.login_id, actor: { kind: 'person', personId, name, grants } };
}

async function noteUse(config: AccountConfig, sessionId: string, loginId: string): Promise<void> {
  await all(config.db, sql`update account.session set updated_at = now() where session.id = ${sessionId}`);
  await noteDay(config, loginId);
}

/** Tells once a person and day (of Việt Nam) that the account was used. */
export async function noteDay(config: AccountConfig, loginId: string): Promise<void> {
  const row = await one(
    config.db,
    sql<{ person_id: string }>`
      update account.login
      set used_on = (now() at time zone 'Asia/Ho_Chi_Minh')::date
      where login.id = ${loginId}
        and login.used_on is distinct from (now() at time zone 'Asia/Ho_Chi_Minh')::date
      returning login.person_id`,
  );
  if (row !== undefined) await config.onSignedIn(row.person_id);
}

/** Where a person is signed in, the latest used first. */
export async function listSessions(db: Db, personId: string, currentId?: string): Promise<SessionLine[]> {
  const rows = await all(
    db,
    sql<{ id: string; created_at: Date; updated_at: Date; ip_address: string | null; user_agent: string | null }>`
      select session.id, session.created_at, session.updated_at, session.ip_address, session.user_agent
      from account.session
      join account.login on login.id = session.login_id
      where login.person_id = ${personId}
        and ${alive}
      order by session.updated_at desc, session.id`,
  );
  return rows.map((row) => ({
    id: row.id,
    signedInAt: row.created_at.toISOString(),
    usedAt: row.updated_at.toISOString(),
    address: row.ip_address || null,
    program: row.user_agent || null,
    current: row.id === currentId,
  }));
}

/** Ends one session of a person, or all but `except`; returns how many ended. They are out at once. */
export async function endSessions(db: Db, personId: string, which: { only: string } | { except: string | undefined }): Promise<number> {
  const ended = await all(
    db,
    sql<{ id: string }>`
      delete from account.session
      using account.login
      where login.id = session.login_id
        and login.person_id = ${personId}
        and ${'only' in which ? sql`session.id = ${which.only}` : sql`session.id is distinct from ${which.except ?? null}::uuid`}
      returning session.id`,
  );
  return ended.length;
}
