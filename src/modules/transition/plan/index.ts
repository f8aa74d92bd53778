export { listToPlace, missingInPlan, planOperations, readPlan, writePlan } from './operations.ts';
export { findPlan, listPlanPeople, listProtected } from './store.ts';
