import { exportTargets } from './export.ts';
import { listChanges, listTargets, readTarget } from './operations.ts';
import { previewSharing, shareTarget } from './sharing.ts';
import { addTarget, changeTarget, previewTarget, retireTarget } from './write.ts';

export { targetsAwaiting } from './awaiting.ts';
export { exportTargets } from './export.ts';
export { targetFacts, STATUSES, type ServingLine, type StatusChange, type TargetLine } from './model.ts';
export { listTargets, readTarget } from './operations.ts';
export { previewSharing, shareTarget } from './sharing.ts';
export { compareTargets, listStatusChanges } from './watch.ts';
export { addTarget, changeTarget, previewTarget, retireTarget } from './write.ts';

/** The operations of targets. */
export const targetOperations = [listTargets, readTarget, previewTarget, addTarget, changeTarget, retireTarget, previewSharing, shareTarget, exportTargets, listChanges];
