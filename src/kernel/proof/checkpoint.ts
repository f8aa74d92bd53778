import { fromBase64, openNote, parseNote, signNote, type Signer, type Verifier } from './note.ts';
import { HASH_BYTES, type Head } from './tree.ts';

/** What a checkpoint (c2sp.org/tlog-checkpoint) says: which log, how many entries, and the root of their tree. */
export type Checkpoint = Head & { origin: string };

/** The text of a checkpoint: origin, size and root (base64), a line each. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** A checkpoint, signed. */
export function signCheckpoint(checkpoint: Checkpoint, signer: Signer): string {
  return signNote(checkpointText(checkpoint), [signer]);
}

/** What a signed checkpoint says, not yet believed; throws when it is none. */
export function parseCheckpoint(note: string): Checkpoint {
  return parsed(parseNote(note).text);
}

/** What a checkpoint says that the verifier's key signed for its own log; throws when it did not. */
export function openCheckpoint(note: string, verifier: Verifier): Checkpoint {
  const checkpoint = parsed(openNote(note, verifier));
  if (checkpoint.origin !== verifier.name) throw new Error(`The checkpoint is of ${checkpoint.origin}, the key of ${verifier.name}.`);
  return checkpoint;
}

function parsed(text: string): Checkpoint {
  const [origin = '', size = '', encoded = ''] = text.split('\n');
  const root = fromBase64(encoded);
  if (origin === '' || !/^(0|[1-9]\d{0,15})$/.test(size) || root?.length !== HASH_BYTES) throw new Error('This is no checkpoint: origin, size and root are expected.');
  return { origin, size: Number(size), root };
}
