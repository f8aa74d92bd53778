import { followUpTask, listOpenFollowUps, noteFollowUp } from './follow-up.ts';
import { learnedTask, readRetraining } from './learned.ts';
import { planLearning } from './learning.ts';
import { listMemberCases } from './members.ts';
import { assignMentor, listMentors, offerMentoring } from './mentors.ts';
import { offerWork, readOffer } from './offers.ts';
import { readOwnProgress, readOwnWork, readWork, searchWork, stateWishes } from './operations.ts';
import { importOutside, listOutsideJobs } from './outside.ts';

export { workAwaiting } from './awaiting.ts';
export { offerConduct, trialGate, withWork } from './conduct.ts';
export { listOpenFollowUps, noteFollowUp, planMissing } from './follow-up.ts';
export { noteLearned, readRetraining } from './learned.ts';
export { planLearning } from './learning.ts';
export { listMemberCases } from './members.ts';
export { assignMentor, listMentors, offerMentoring } from './mentors.ts';
export { offerWork, readOffer } from './offers.ts';
export { readOwnProgress, readOwnWork, readWork, searchWork, stateWishes } from './operations.ts';
export { importOutside, listOutsideJobs } from './outside.ts';
export { JOB_COLUMNS } from './outside-file.ts';
export { knownCommunes } from './place.ts';

/** What can be asked so that people have work again. */
export const workOperations = [
  stateWishes,
  readOwnWork,
  searchWork,
  readWork,
  readOwnProgress,
  planLearning,
  readRetraining,
  offerWork,
  readOffer,
  listOutsideJobs,
  importOutside,
  offerMentoring,
  listMentors,
  assignMentor,
  listOpenFollowUps,
  noteFollowUp,
  listMemberCases,
];

/** What is done again and again. */
export const workTasks = [followUpTask, learnedTask];
