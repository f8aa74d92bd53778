/** The door of procedures: dated plain data, looked over before it is used, and the pure functions that run it. */
export { OPEN, Procedure, StepFact, type Step } from './model.ts';
export { listProcedures, procedureOperations, readProcedure } from './operations.ts';
export { mermaid, procedurePage } from './picture.ts';
export { declareProcedures, getConduct, getVersion, listConducts, pinnedVersion, pinVersion, versionOn, type Conduct, type Moment } from './registry.ts';
export { faultsOfProcedure, type Fault } from './sound.ts';
export { getStep, opened, replay, step, stepsFrom, type Happened, type RunningTerm, type Standing } from './step.ts';
export { countedTerm, dueOf } from './term.ts';
