/** What is due to a person whose post goes: rules as code, and the operations that ask them. */
export { calculate, type Speech } from './calculate.ts';
export { CIRCUMSTANCES, KINDS, REASONS, type Calculation, type Facts } from './model.ts';
export { calculateEntitlement, currentLaw, entitlementOperations, projectEntitlement, readOwnFacts } from './operations.ts';
export type { Law } from './person.ts';
export { protectionsOf } from './protection.ts';
export type { Projection } from './project.ts';
