import { Problem } from '#base/problem/index.ts';
import { newId } from '#base/id/index.ts';
import { getVersion, keepVersion, openDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import type { Report } from './report.ts';
import { anchorsOf } from './signing.ts';
import { insertSignature, listSignatures } from './store.ts';
import { verifyPdf } from './verify.ts';

/** What keeping a signature answers: the new version of the document, the signature, its place in the order. */
export type Signed = { documentId: string; signatureId: string; position: number };

/** Largest PDF that is looked at, in bytes: 32 MiB. */
const MAX_BYTES = 32 * 1_048_576;

/**
 * Keeps the signature that `prepareSignature` made as a new version of the document, in the transaction of the act, whose permission the module has asked
 * for. Throws `forbidden` when no signature of this person on this document is in hand, `conflict` when somebody has signed meanwhile.
 */
export async function signDocument(ctx: Ctx, documentId: string): Promise<Signed> {
  const { ready } = ctx.services.signing;
  if (ready === undefined || ready.documentId !== documentId || ready.personId !== personOf(ctx.actor)) throw new Problem('forbidden', 'sign.confirm-first');
  const { firstId, latestId } = await getVersion(ctx.db, documentId);
  const position = (await listSignatures(ctx.db, firstId)).length + 1;
  if (latestId !== documentId || position !== ready.position) throw new Problem('conflict', 'sign.newer-version');
  const kept = await keepVersion(ctx, documentId, [ready.bytes]);
  const signatureId = newId();
  await insertSignature(ctx.db, signatureId, firstId, kept.id, ready);
  return { documentId: kept.id, signatureId, position };
}

/** Looks at every signature of a kept document; the module has asked who may. Throws `invalid` when it is no PDF. */
export async function verifyDocument(ctx: Ctx, documentId: string): Promise<Report> {
  const { bytes } = await openDocument(ctx, documentId);
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return verifyBytes(ctx, new Uint8Array(Buffer.concat(parts)));
}

/** Looks at every signature of a PDF and keeps nothing. Throws `limit` above 32 MiB, `invalid` when it is no PDF. */
export async function verifyBytes(ctx: Ctx, bytes: Uint8Array): Promise<Report> {
  if (bytes.length > MAX_BYTES) throw new Problem('limit', 'sign.too-large', { megabytes: MAX_BYTES / 1_048_576 });
  const reader = ctx.actor.kind === 'anonymous' ? 'guest' : 'staff';
  return verifyPdf(bytes, { anchors: await anchorsOf(ctx.services.signing), now: ctx.now, ask: ctx.services.signing.ask, reader });
}
