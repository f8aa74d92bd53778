import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { BASE } from '../frameworks/index.ts';
import { credentialOf } from './badge/credential.ts';
import { issuerProfile, pageOf, signed } from './badge/issuer.ts';
import { getOwn } from './own.ts';
import { printCertificate } from './print.ts';
import type { Stored } from './store.ts';
import { wordsFor } from './words.ts';

const closed = { additionalProperties: false };
const input = Type.Object({ id: Type.String({ format: 'uuid', description: 'Certificate' }) }, closed);

/** One’s own certificate as a signed file. */
export const readBadge = operation({
  name: 'skills.read-badge',
  summary: 'Your certificate as a signed Open Badge 3.0 with the name as a salted hash.',
  kind: 'read',
  http: 'GET /skills/certificates/{id}/badge',
  permission: 'signed-in',
  exports: true,
  input,
  output: Type.Object({ badge: Type.Record(Type.String(), Type.Unknown(), { description: 'The Open Badge, as JSON-LD with an embedded proof' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const certificate = await getHolding(ctx, id);
    const { t, number, framework, partName } = wordsFor(ctx);
    const credential = credentialOf(certificate, {
      issuer: await issuerProfile(ctx),
      page: (path) => pageOf(ctx, path),
      framework: { title: framework, page: `${ctx.services.publicUrl}/skills/frameworks/${BASE}` },
      areaName: partName,
      t,
      number,
      at: ctx.now,
    });
    return { badge: await signed(ctx, credential) };
  },
});

/** One’s own certificate for printing. */
export const printOwnCertificate = operation({
  name: 'skills.print-certificate',
  summary: 'Your certificate as a tagged PDF of one page with a QR code that leads to its check page.',
  kind: 'read',
  http: 'GET /skills/certificates/{id}/pdf',
  permission: 'signed-in',
  exports: true,
  input,
  output: Type.Object({ pdf: Type.String({ description: 'The PDF, in base64' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => ({ pdf: Buffer.from(await printCertificate(ctx, await getHolding(ctx, id))).toString('base64') }),
});

/** One’s own certificate while it holds; throws otherwise. */
async function getHolding(ctx: Ctx, id: string): Promise<Stored> {
  const certificate = await getOwn(ctx, id);
  if (certificate.revokedAt !== null) throw new Problem('conflict', 'skills-certificates.revoked-already');
  if (ctx.today >= certificate.lapsesOn) throw new Problem('conflict', 'skills-certificates.lapsed-now');
  return certificate;
}
