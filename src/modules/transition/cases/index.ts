export { appealsAwaiting } from './awaiting.ts';
export { caseConducts, mustSuitPersonStep } from './conduct.ts';
export { readinessOf, transitionGate } from './gate.ts';
export { calculateInCase, lodgeAppeal, openPersonCases, personCaseOperations, readAppeal, readOwnCases, readPersonCase, writeHandOver } from './operations.ts';
export { printInCase } from './print.ts';
export { protectionOperations, readOwnProtection, stateProtection } from './protection.ts';
export { readCaseFacts } from './registered.ts';
export { findCalculation, listPersonCases } from './store.ts';
