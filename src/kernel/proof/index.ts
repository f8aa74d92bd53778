import { every } from '#kernel/job/index.ts';
import { listCheckpointsOperation, listKeysOperation, readCheckpoint } from './log-operations.ts';
import { listPublicationsOperation, publishReadingOperation } from './operations.ts';
import { compareReadingOperation, openRecords, readPublication, readReceipt } from './receipt-operations.ts';
import { sequence } from './sequence.ts';

export { checkReceipt, type Check } from './check.ts';
export { proofKeyFromFile } from './keys.ts';
export { listCheckpointsOperation, listKeysOperation, readCheckpoint } from './log-operations.ts';
export { listPublications, listPublicationsOperation, publishReadingOperation, type PublicationLine } from './operations.ts';
export { publishReading, publishReadings, type Published, type ReadingRequest } from './publish.ts';
export type { Definition, Term } from './reading.ts';
export { compareReading, compareReadingOperation, openRecords, readPublication, readReceipt, type ReadingComparison } from './receipt-operations.ts';
export { LOGS, type LogName } from './logs.ts';
export { Signed, signStatement } from './signed.ts';
export { sequence } from './sequence.ts';
export { verifyLog, type LogCheck } from './verify.ts';

/** The operations of proof. */
export const proofOperations = [
  publishReadingOperation,
  listPublicationsOperation,
  readPublication,
  readReceipt,
  openRecords,
  compareReadingOperation,
  listCheckpointsOperation,
  readCheckpoint,
  listKeysOperation,
];

/** Gives new facts and audit lines their place in the signed trees, once a minute. */
export const proofTasks = [
  every(60, 'proof.checkpoint', async (ctx) => {
    await sequence(ctx, 'fact');
    await sequence(ctx, 'audit');
  }),
];
