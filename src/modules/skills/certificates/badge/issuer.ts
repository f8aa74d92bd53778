import type { KeyObject } from 'node:crypto';
import { all, sql, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { multikeyOf } from './key.ts';
import { signDocument, type JsonObject } from './proof.ts';

type Place = Pick<Ctx, 'services'>;

/** Address of a public page of certificates. */
export function pageOf({ services }: Place, path = ''): string {
  return `${services.publicUrl.replace(/\/$/, '')}/certificates${path}`;
}

/** Who issues: a did:web that leads to `/certificates/did.json` of this city’s Khuê. */
export function issuerId({ services }: Place): string {
  const { host, pathname } = new URL(services.publicUrl);
  const parts = [host, ...pathname.split('/').filter((part) => part !== ''), 'certificates'];
  return `did:web:${parts.map((part) => encodeURIComponent(part)).join(':')}`;
}

/** Address of a public key of the issuer. */
function methodOf(issuer: string, multikey: string): string {
  return `${issuer}#${multikey}`;
}

/** Notes that this key signs from now on, so that it stays published when another follows; answers its Multikey. */
async function noteKey(db: Db, key: KeyObject): Promise<string> {
  const multikey = multikeyOf(key);
  await all(
    db,
    sql`
    insert into skills.certificate_key (public_key)
    values (${multikey})
    on conflict (public_key) do nothing`,
  );
  return multikey;
}

/** The public keys that have signed certificates, newest first. */
async function listKeys(db: Db): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ key: string }>`
    select signing.public_key as key
    from skills.certificate_key as signing
    order by signing.since desc, signing.public_key`,
  );
  return rows.map(({ key }) => key);
}

/** The DID document of the issuer: its keys, the one in use first. */
export async function issuerDocument(ctx: Pick<Ctx, 'db' | 'services'>) {
  const id = issuerId(ctx);
  const current = multikeyOf(ctx.services.certificateKey());
  const keys = [current, ...(await listKeys(ctx.db)).filter((key) => key !== current)];
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id,
    verificationMethod: keys.map((key) => ({ id: methodOf(id, key), type: 'Multikey', controller: id, publicKeyMultibase: key })),
    assertionMethod: keys.map((key) => methodOf(id, key)),
  };
}

/** The profile of the issuer as it stands in each badge. */
export async function issuerProfile(ctx: Pick<Ctx, 'db' | 'services' | 'today'>) {
  return { id: issuerId(ctx), type: ['Profile'], name: (await getRoot(ctx.db, ctx.today)).nameVi, url: ctx.services.publicUrl };
}

/** The credential signed with the issuer’s key in use. */
export async function signed(ctx: Pick<Ctx, 'db' | 'services' | 'now'>, credential: JsonObject): Promise<JsonObject> {
  const key = ctx.services.certificateKey();
  const multikey = await noteKey(ctx.db, key);
  return signDocument(credential, { key, method: methodOf(issuerId(ctx), multikey), at: ctx.now });
}
