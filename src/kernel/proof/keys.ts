import type { KeyObject } from 'node:crypto';
import { all, sql, type Db } from '#base/db/index.ts';
import { readSecret } from '#base/seal/index.ts';
import { keyOf, publicBytesOf, verificationKey } from './note.ts';

declare module '#kernel/operation/services.ts' {
  interface Services {
    /** The private key that signs checkpoints. */
    proofKey: () => KeyObject;
  }
}

/** The signing key whose secret lies in `file`; made there once and read at the first use. */
export function proofKeyFromFile(file: string): () => KeyObject {
  let key: KeyObject | undefined;
  return () => (key ??= keyOf(readSecret(file)));
}

/** Notes that this key signs from now on. */
export async function noteKey(db: Db, key: KeyObject): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.proof_key (public_key)
    values (${publicBytesOf(key)})
    on conflict (public_key) do nothing`,
  );
}

/** A verification key of a log, and since when it signs. */
export type PublishedKey = { log: string; key: string; since: string };

/** The verification keys of all logs, newest first: the one in use, and those before it. */
export async function listKeys(db: Db): Promise<PublishedKey[]> {
  const rows = await all(
    db,
    sql<{ log: string; origin: string; public_key: Buffer; since: Date }>`
    select log.log, log.origin, key.public_key, key.since
    from kernel.proof_log as log
    cross join kernel.proof_key as key
    order by key.since desc, key.public_key, log.log`,
  );
  return rows.map(({ log, origin, public_key, since }) => ({ log, key: verificationKey(origin, public_key), since: since.toISOString() }));
}
