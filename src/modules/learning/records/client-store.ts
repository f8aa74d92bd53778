import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Scope } from './model.ts';

/** A client as it is stored, without its secret. */
export type Client = {
  id: string;
  kind: 'program' | 'launch';
  name: string;
  key: string;
  secretSha256: string;
  scopes: Scope[];
  mostPerMinute: number;
  agent: string | null;
  registration: string | null;
};

/** A new client. */
export type NewClient = Client & { createdBy: string | undefined; expiresAt: string };

/** The client with a key, when it was neither revoked nor has run out; one statement, for every request. */
export async function findClient(db: Db, key: string): Promise<Client | undefined> {
  return one(
    db,
    sql<Client>`
    select client.id, client.kind, client.name, client.key, client.secret_sha256 as "secretSha256", client.scopes, client.most_per_minute as "mostPerMinute",
      client.agent, client.registration
    from learning.record_client as client
    where client.key = ${key}
      and client.revoked_at is null
      and client.expires_at > now()`,
  );
}

/** Lets a client in. */
export async function addClient(db: Db, client: NewClient): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.record_client (id, kind, name, key, secret_sha256, scopes, most_per_minute, agent, registration, created_by, expires_at)
    values (${client.id}, ${client.kind}, ${client.name}, ${client.key}, ${client.secretSha256}, ${client.scopes}, ${client.mostPerMinute},
      ${client.agent}, ${client.registration}, ${client.createdBy ?? null}, ${client.expiresAt})`,
  );
}

/** Shuts a client out; false when there is none in force. */
export async function revokeClient(db: Db, id: string, personId: string | undefined): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    update learning.record_client as client
    set revoked_at = now(),
      revoked_by = ${personId ?? null}
    where client.id = ${id}
      and client.revoked_at is null
    returning client.id`,
  );
  return row !== undefined;
}

/** A program that was let in, for the page of clients. */
export type ClientLine = { id: string; name: string; key: string; scopes: Scope[]; mostPerMinute: number; createdAt: Date; createdBy: string | null; revokedAt: Date | null };

/** The programs that are or were let in: those in force first, then the newest; at most 200. */
export async function listClientLines(db: Db): Promise<ClientLine[]> {
  return all(
    db,
    sql<ClientLine>`
    select client.id, client.name, client.key, client.scopes, client.most_per_minute as "mostPerMinute", client.created_at as "createdAt",
      person.name as "createdBy", client.revoked_at as "revokedAt"
    from learning.record_client as client
    left join kernel.person on person.id = client.created_by
    where client.kind = 'program'
    order by client.revoked_at is not null, client.created_at desc
    limit 200`,
  );
}
