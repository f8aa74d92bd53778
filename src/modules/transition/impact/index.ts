export { initiativeId, prose } from './model.ts';
export { impactOperations, listImpact, listTasks, readAssessment, unitOfInitiative, writeAssessment } from './operations.ts';
export { findAssessment, listHeldPosts, type HeldPost } from './store.ts';
