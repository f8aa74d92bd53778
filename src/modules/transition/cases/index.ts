export { caseConducts } from './conduct.ts';
export { transitionGate } from './gate.ts';
export { calculateInCase, lodgeAppeal, openPersonCases, personCaseOperations, readAppeal, readOwnCases, readPersonCase, writeHandOver } from './operations.ts';
export { protectionOperations, readOwnProtection, stateProtection } from './protection.ts';
