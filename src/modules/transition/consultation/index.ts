export { consultationsAwaiting } from './awaiting.ts';
export { consultationConducts, mustSuitConsultationStep } from './conduct.ts';
export { consultationOperations, openConsultation, readConsultation, readProgress, writeStatement } from './operations.ts';
export { addStatement, findProgress, listConsultations, listStatements } from './store.ts';
