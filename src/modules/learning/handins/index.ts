import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { listHandIns, markable, markHandIn, openHandInFile, readHandIn, returnHandIn } from './marking.ts';
import { contestMarks, handIn, readHandIns } from './operations.ts';
import { waitingHandIns } from './store.ts';

export { listHandIns, markHandIn, openHandInFile, readHandIn, returnHandIn } from './marking.ts';
export { contestMarks, handIn, HAND_IN_PURPOSE, readHandIns } from './operations.ts';

/** The operations of handing in and marking. */
export const handInOperations = [readHandIns, handIn, contestMarks, listHandIns, readHandIn, returnHandIn, markHandIn, openHandInFile];

/** What waits for a mark by the asker: one line with its number. */
export function markingAwaiting(ctx: Ctx): Awaits[] {
  if (!mayAnywhere(ctx.actor, 'learning.mark')) return [];
  return [awaits(waitingHandIns(markable(ctx)), (rows) => rows.map(({ n }) => ({ key: 'learning-handins.awaiting', values: { n }, href: '/learning/hand-ins', due: undefined })))];
}
