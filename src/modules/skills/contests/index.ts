import { contestItem, decideContest, listContests, listOwnContests } from './operations.ts';

export type { ContestLine, NeutralLine, OwnContest } from './model.ts';
export { neutralise, rescoreJob, rescoreSome } from './neutralise.ts';
export { contestItem, decideContest, listContests, listOwnContests } from './operations.ts';

/** What can be asked of contests. */
export const contestOperations = [contestItem, listOwnContests, listContests, decideContest];
