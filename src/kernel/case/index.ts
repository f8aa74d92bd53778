/** The door of cases: runs of procedures, each pinned to a version, moved by steps alone. */
import { moveVersion, previewMove } from './move-operations.ts';
import { caseAssign, caseList, caseRead, caseStep } from './operations.ts';

/** @public What modules open and move cases with, within operations of their own (docs/developers/procedures.md). */
export { openCase, takeStep, type NewCase, type WantedStep } from './act.ts';
export { maySeeCase } from './access.ts';
export { givenCases, givenCaseTask } from './awaiting.ts';
export { moveVersion, previewMove } from './move-operations.ts';
export { caseAssign, caseList, caseRead, caseStep } from './operations.ts';
export { hrefOf } from './show.ts';
/** @public Parties that join later. */
export { addParties, type CaseParty } from './store.ts';
export { listOpenTerms, recomputeTerms } from './terms.ts';

/** The operations of cases. */
export const caseOperations = [caseList, caseRead, caseStep, caseAssign, previewMove, moveVersion];
