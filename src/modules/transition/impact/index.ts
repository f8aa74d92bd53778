export { AGE_BANDS, initiativeId, POST_EFFECTS, prose, TASK_EFFECTS, type Content } from './model.ts';
export { impactOperations, listImpact, listTasks, readAssessment, unitOfInitiative, writeAssessment } from './operations.ts';
export { findAssessment, findInitiative, listHeldPosts, type HeldPost } from './store.ts';
