import { commentOperations } from './comments.ts';
import { deskOperations } from './operations.ts';

export { aidAwaiting } from './awaiting.ts';
export { commentAnonymously, commentPlan, listPlanComments } from './comments.ts';
export { answerAid, askAid, closeMatter, listOwnAid, openMatter, readDesk } from './operations.ts';

/** The operations of the union's desk and of comments on plans. */
export const unionOperations = [...deskOperations, ...commentOperations];
