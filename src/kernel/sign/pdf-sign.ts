import { signDetached } from './cms.ts';
import { sha256 } from './der.ts';
import type { SigningKey } from './key.ts';
import type { DraftOrder } from './pdf-draft.ts';
import { draftApart } from './pdf-room.ts';

/** What one signature on a PDF says, where it stands, and with what it is made. */
export type SignatureOrder = Omit<DraftOrder, 'at'> & {
  key: SigningKey;
  at: Temporal.Instant;
  /** Gives the time stamp token for a SHA-256 (level B-T). */
  stamp?: ((digest: Uint8Array) => Promise<Uint8Array>) | undefined;
};

/**
 * Signs a PDF (PAdES B-B, with `stamp` B-T) as an incremental update: all earlier bytes stay as they are, so earlier signatures stay valid.
 * Throws what `draftApart` throws. The worker never sees the key.
 */
export async function signPdf(bytes: Uint8Array, { key, stamp, at, ...order }: SignatureOrder): Promise<Uint8Array> {
  const { bytes: draft, from, to } = await draftApart(bytes, { ...order, at: at.toString() });
  const hash = await sha256(Buffer.concat([draft.subarray(0, from), draft.subarray(to)]));
  const cms = Buffer.from(await signDetached(hash, key, stamp)).toString('hex');
  const room = to - from - 2;
  if (cms.length > room) throw new Error(`The signature has ${cms.length / 2} bytes, but only ${room / 2} were kept free.`);
  draft.set(Buffer.from(cms, 'latin1'), from + 1);
  return draft;
}
