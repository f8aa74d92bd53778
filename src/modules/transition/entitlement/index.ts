/** What is due to a person whose post goes: rules as code, and the operations that ask them. */
/** @public What a case computes with: the very same calculation that the person sees alone (docs/developers/transition.md). */
export { calculate, countingRegime, type Speech } from './calculate.ts';
export type { Calculation, Facts } from './model.ts';
/** @public The law of the day, to be read once for many calculations. */
export { currentLaw } from './operations.ts';
export { calculateEntitlement, entitlementOperations, printEntitlement, projectEntitlement, readOwnFacts, signCalculation } from './operations.ts';
export { digestOf, printCalculation } from './print.ts';
export type { Law } from './person.ts';
/** @public What must be caught before a case goes on. */
export { protectionsOf } from './protection.ts';
export type { Projection } from './project.ts';
