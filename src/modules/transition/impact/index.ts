export { initiativeId, prose } from './model.ts';
export { impactOperations, listImpact, listPostsToAssess, listTasks, readAssessment, unitOfInitiative, writeAssessment } from './operations.ts';
export { findAssessment, listHeldPosts, type HeldPost } from './store.ts';
