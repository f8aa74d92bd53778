export { listConsultationsAwaiting } from './awaiting.ts';
export { consultationConducts } from './conduct.ts';
export { consultationOperations, openConsultation, readConsultation, readProgress, writeStatement } from './operations.ts';
export { addStatement, findProgress, listStatements } from './store.ts';
