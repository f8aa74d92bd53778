export { endRequirement, listRequirementsOperation, requirementOperations, setRequirement } from './operations.ts';
export { loadRequirements, requiredBandsOf, requirementOf, type Who } from './read.ts';
export type { RequirementLine } from './model.ts';
export type { Required } from './store.ts';
