import Type from 'typebox';
import { one, sql } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { encodeList } from './badge/bitstring.ts';
import { checkBadge, isGood, LONGEST } from './badge/check.ts';
import { statusListCredential } from './badge/credential.ts';
import { issuerDocument, issuerId, pageOf, signed } from './badge/issuer.ts';
import type { JsonObject } from './badge/proof.ts';
import { readCode } from './code.ts';
import { Checked } from './model.ts';
import { findByCode, listRevoked } from './store.ts';
import { checkedView } from './view.ts';

const closed = { additionalProperties: false };
const Document = (description: string) => Type.Record(Type.String(), Type.Unknown(), { description });
const Name = Type.Optional(Type.String({ maxLength: 200, description: 'Name that the holder goes by, to be compared' }));

/** The page behind the code of a certificate. */
export const checkCertificate = operation({
  name: 'skills.check-certificate',
  summary: 'Whether a certificate holds, by its code; with the name when a link of the holder carries it, or compared with a name that you give.',
  kind: 'read',
  http: 'POST /skills/certificate-checks',
  permission: 'public',
  input: Type.Object(
    {
      code: Type.String({ maxLength: 80, description: 'Code as printed; spaces, dashes and capitals do not matter' }),
      share: Type.Optional(Type.String({ maxLength: 80, description: 'What the link of the holder carries' })),
      name: Name,
    },
    closed,
  ),
  output: Checked,
  run: async (ctx, { code, share, name }) => {
    const certificate = found(await findByCode(ctx.db, readCode(code)), 'skills-certificates.no-code');
    const link = await one(
      ctx.db,
      sql<{ id: string }>`
      select share.id
      from skills.certificate_share as share
      where share.certificate_id = ${certificate.id}
        and share.token = ${share ?? ''}
        and share.ended_at is null`,
    );
    return checkedView(certificate, { day: ctx.today, shared: link !== undefined, name });
  },
});

/** A file that somebody was given. */
export const checkBadgeFile = operation({
  name: 'skills.check-badge',
  summary: 'Check a certificate file of this city: proof, key, days, revocation, and the name when you give one.',
  kind: 'read',
  http: 'POST /skills/badge-checks',
  permission: 'public',
  input: Type.Object({ badge: Type.String({ minLength: 2, maxLength: LONGEST, description: 'The file, as text' }), name: Name }, closed),
  output: Type.Object(
    {
      good: Type.Boolean({ description: 'Whether nothing that was looked at is wrong' }),
      findings: Type.Array(
        Type.Object(
          {
            code: Type.String({ description: 'Key of the sentence' }),
            values: Type.Record(Type.String(), Type.String(), { description: 'Values of the sentence' }),
            result: Type.Enum(['good', 'bad', 'open'], { description: 'open: could not be checked' }),
          },
          closed,
        ),
        { description: 'What was looked at' },
      ),
    },
    closed,
  ),
  run: async (ctx, { badge, name }) => {
    const findings = await checkBadge(badge, {
      now: ctx.now,
      issuer: JSON.stringify(await issuerDocument(ctx)),
      status: await statusOf(ctx, badge),
      name: name?.trim() === '' ? undefined : name,
    });
    return { good: isGood(findings), findings };
  },
});

/** Who signs, and with which keys. */
export const readIssuer = operation({
  name: 'skills.read-issuer',
  summary: 'The DID document of the issuer of certificates: public keys, the one in use first.',
  kind: 'read',
  http: 'GET /skills/issuer',
  permission: 'public',
  input: Type.Object({}, closed),
  output: Type.Object({ document: Document('DID document') }, closed),
  run: async (ctx) => ({ document: await issuerDocument(ctx) }),
});

/** Which certificates are revoked, without saying whose they are. */
export const readStatusList = operation({
  name: 'skills.read-status-list',
  summary: 'A signed Bitstring Status List of revoked certificates.',
  kind: 'read',
  http: 'GET /skills/status-lists/{list}',
  permission: 'public',
  input: Type.Object({ list: Type.Integer({ minimum: 1, maximum: 100_000, description: 'Number of the list' }) }, closed),
  output: Type.Object({ credential: Document('BitstringStatusListCredential with an embedded proof') }, closed),
  run: async (ctx, { list }) => ({ credential: await statusList(ctx, list) }),
});

async function statusList(ctx: Ctx, list: number): Promise<JsonObject> {
  const places = found(await listRevoked(ctx.db, list), 'skills-certificates.no-list');
  return signed(ctx, statusListCredential(list, encodeList(places), { issuer: issuerId(ctx), page: (path) => pageOf(ctx, path), at: ctx.now }));
}

/** The status list that a file names, when it is one of ours. */
async function statusOf(ctx: Ctx, badge: string): Promise<string | undefined> {
  const number = /\/certificates\/status\/([0-9]{1,6})"/.exec(badge)?.[1];
  if (number === undefined || (await listRevoked(ctx.db, Number(number))) === undefined) return undefined;
  return JSON.stringify(await statusList(ctx, Number(number)));
}
