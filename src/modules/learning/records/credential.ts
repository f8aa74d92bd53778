import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { addClient, findClient, type Client } from './client-store.ts';
import { isObject, stable, type JsonObject } from './json.ts';
import type { Asker, Scope } from './model.ts';
import { accountAgent } from './people.ts';

/** What a client signs in with (HTTP Basic): shown once, kept nowhere. */
export type Credential = { clientId: string; key: string; secret: string };

const hashOf = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');

/** Requests a minute that are usual for a client. */
export const USUAL_PER_MINUTE = 60_000;

/** A secret of 256 random bits, and the SHA-256 by which it is known again. */
export function newSecret(): { secret: string; secretSha256: string } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, secretSha256: hashOf(secret) };
}

type Wanted = {
  kind: Client['kind'];
  name: string;
  scopes: readonly Scope[];
  secretSha256: string;
  mostPerMinute?: number | undefined;
  agent?: JsonObject;
  registration?: string;
  expiresAt?: string;
};

/** Lets a client in and answers its key. Pass a transaction; who may do it is for the caller to ask. */
export async function issue(ctx: Pick<Ctx, 'db' | 'actor'>, wanted: Wanted): Promise<{ clientId: string; key: string }> {
  const [clientId, key] = [newId(), randomBytes(12).toString('base64url')];
  await addClient(ctx.db, {
    id: clientId,
    kind: wanted.kind,
    name: wanted.name,
    key,
    secretSha256: wanted.secretSha256,
    scopes: [...wanted.scopes],
    mostPerMinute: wanted.mostPerMinute ?? USUAL_PER_MINUTE,
    agent: wanted.agent === undefined ? null : stable(wanted.agent),
    registration: wanted.registration ?? null,
    createdBy: personOf(ctx.actor),
    expiresAt: wanted.expiresAt ?? 'infinity',
  });
  return { clientId, key };
}

/**
 * A credential for one opening of a package: good for `hours`, bound to the learner (`agent`, of `agentOf`) and a registration (UUID). It may write statements of
 * this actor and registration, read them, and keep state and profiles of this agent. Never answer the secret from an operation: answers are kept for repeated requests.
 */
export async function issueLaunch(ctx: Pick<Ctx, 'db' | 'actor' | 'now'>, launch: { name: string; agent: JsonObject; registration: string; hours: number }): Promise<Credential> {
  const { secret, secretSha256 } = newSecret();
  const issued = await issue(ctx, {
    kind: 'launch',
    name: launch.name,
    secretSha256,
    scopes: ['statements/write', 'statements/read/mine', 'state', 'profile', 'define'],
    agent: launch.agent,
    registration: launch.registration,
    expiresAt: ctx.now.add({ minutes: Math.round(launch.hours * 60) }).toString(),
  });
  return { ...issued, secret };
}

/** The client that an `Authorization` header proves, with what it may do; throws `forbidden` (401) when it proves none. */
export async function askerOf(ctx: Pick<Ctx, 'db' | 'services'>, header: string | null): Promise<{ asker: Asker; client: Client }> {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  const [key = '', ...rest] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  const client = key === '' ? undefined : await findClient(ctx.db, key);
  // Compared even when there is no such key, so that the time tells nothing.
  const right = timingSafeEqual(Buffer.from(hashOf(rest.join(':')), 'hex'), Buffer.from(client?.secretSha256 ?? hashOf(''), 'hex'));
  if (client === undefined || !right) throw new Problem('forbidden', 'learning-records.no-credential');
  const agent: unknown = client.agent === null ? undefined : JSON.parse(client.agent);
  const bound = { agent: isObject(agent) ? agent : undefined, registration: client.registration ?? undefined };
  return { client, asker: { clientId: client.id, scopes: client.scopes, authority: accountAgent(ctx, `client:${client.key}`), ...bound } };
}
