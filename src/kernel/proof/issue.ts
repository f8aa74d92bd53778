import type { Db } from '#base/db/index.ts';
import { openCheckpoint } from './checkpoint.ts';
import { listKeys } from './keys.ts';
import { proveInclusion } from './nodes.ts';
import { parseVerificationKey } from './note.ts';
import type { Receipt } from './receipt.ts';
import { hashesIn } from './sequence.ts';
import { findCheckpoint, type Publication } from './store.ts';

/** The receipt of a publication; the same each time, since it rests on the checkpoint signed with the publication. */
export async function issueReceipt(db: Db, { statement, blocks, place, checkpointSize }: Publication): Promise<Receipt> {
  const checkpoint = (await findCheckpoint(db, 'publication', checkpointSize)) ?? '';
  const proof = await proveInclusion(db, 'publication', place, checkpointSize);
  return {
    format: 'khue-receipt/1',
    statement,
    blocks: hashesIn(blocks).map((hash) => hash.toString('hex')),
    log: { index: place, proof: proof.map((hash) => hash.toString('hex')), checkpoint, key: await signedBy(db, checkpoint) },
  };
}

/** The published key that signed a checkpoint of the log of publications. */
async function signedBy(db: Db, checkpoint: string): Promise<string> {
  const keys = (await listKeys(db)).filter(({ log }) => log === 'publication').map(({ key }) => key);
  const signing = keys.find((key) => {
    try {
      return openCheckpoint(checkpoint, parseVerificationKey(key)).size > 0;
    } catch {
      return false;
    }
  });
  if (signing === undefined) throw new Error('No key that is known signed the checkpoint of a publication.');
  return signing;
}
