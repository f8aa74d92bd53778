import { Problem } from '#base/problem/index.ts';
import { getDocument, getVersion, type StoredDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { findName, findPost, insertTurns, listSignatures, listTurns, type SignatureLine, type Turn } from './store.ts';

/** What a person is about to sign: the document, its place in the chain, and the line of the plan that applies. */
export type OwnTurn = { document: StoredDocument; firstId: string; position: number; turn: Turn; name: string };

/** What a signer may choose where no plan says it. */
export type OwnWords = { reason: string; location: string };

/**
 * Lays down who signs a document, in which order, as what, why and where. Once, before the first signature. Throws `conflict` when somebody has signed or
 * a plan stands already (`constraint.signature_turn_pkey`).
 */
export async function planSigners(ctx: Ctx, documentId: string, turns: Turn[]): Promise<void> {
  const { firstId } = await getVersion(ctx.db, documentId);
  if ((await listSignatures(ctx.db, firstId)).length > 0) throw new Problem('conflict', 'sign.already-signed');
  await insertTurns(ctx.db, firstId, turns);
}

/** The plan of a document and the signatures made here so far, both in order. */
export async function readSigning(ctx: Pick<Ctx, 'db'>, documentId: string): Promise<{ turns: Turn[]; signatures: SignatureLine[] }> {
  const { firstId } = await getVersion(ctx.db, documentId);
  return { turns: await listTurns(ctx.db, firstId), signatures: await listSignatures(ctx.db, firstId) };
}

/**
 * The turn of a person to sign this version of a document. Throws `conflict` when a newer version exists, when all have signed, or when it is somebody
 * else's turn; `forbidden` when the plan does not name the person; `invalid` when it is no PDF.
 */
export async function getTurn(ctx: Pick<Ctx, 'db' | 'today'>, documentId: string, personId: string, words: OwnWords): Promise<OwnTurn> {
  const document = await getDocument(ctx.db, documentId);
  if (document.mediaType !== 'application/pdf') throw new Problem('invalid', 'sign.pdf-only');
  const { firstId, latestId } = await getVersion(ctx.db, documentId);
  if (latestId !== documentId) throw new Problem('conflict', 'sign.newer-version');
  const { turns, signatures } = { turns: await listTurns(ctx.db, firstId), signatures: await listSignatures(ctx.db, firstId) };
  const position = signatures.length + 1;
  const name = await findName(ctx.db, personId);
  if (name === undefined) throw new Problem('missing', 'sign.no-person');
  const turn = turns.length === 0 ? await ownTurn(ctx, personId, words) : await plannedTurn(ctx, turns, position, personId);
  return { document, firstId, position, turn, name };
}

async function plannedTurn(ctx: Pick<Ctx, 'db'>, turns: Turn[], position: number, personId: string): Promise<Turn> {
  if (!turns.some((turn) => turn.personId === personId)) throw new Problem('forbidden', 'sign.not-a-signer');
  const turn = turns[position - 1];
  if (turn === undefined) throw new Problem('conflict', 'sign.all-signed');
  if (turn.personId === personId) return turn;
  if (!turns.slice(position).some((later) => later.personId === personId)) throw new Problem('conflict', 'sign.signed-by-you');
  throw new Problem('conflict', 'sign.not-your-turn', { name: (await findName(ctx.db, turn.personId)) ?? '', capacity: turn.capacity });
}

/** Without a plan a person signs as holder of the main post. */
async function ownTurn(ctx: Pick<Ctx, 'db' | 'today'>, personId: string, { reason, location }: OwnWords): Promise<Turn> {
  const post = await findPost(ctx.db, personId, ctx.today);
  return { personId, capacity: post === undefined ? '' : `${post.title}, ${post.unit}`, reason, location, place: undefined };
}
