import { askAccommodation, grantAccommodation, readAccommodation } from './accommodation.ts';
import { answerQuestion, changeSitting, readSitting, startSitting } from './operations.ts';
import { listResults, readFeedback, readResult, replayResult } from './results.ts';

export { askAccommodation, grantAccommodation, readAccommodation, type Accommodation } from './accommodation.ts';
export { measureAgain } from './again.ts';
export { begin } from './begin.ts';
export { countTask } from './counting.ts';
export { exposureTask } from './exposure.ts';
export { finish } from './finish.ts';
export { getSitting, pauseSittings, resumeSittings } from './store.ts';
export type { FrozenItem } from './state.ts';
export { answeredItem } from './turn.ts';
export { freezeBank, getBankVersion, type BankVersion } from './bank-version.ts';
export type { Feedback, Measured, OutcomeView, ReplayView, SittingView } from './model.ts';
export { answerQuestion, changeSitting, readSitting, startSitting } from './operations.ts';
export { planOf, rulesFor, sittingRules } from './plans.ts';
export { findOutcome, latestOutcome, listOutcomes, type Outcome } from './read.ts';
export { listResults, readFeedback, readResult, replayResult } from './results.ts';

/** What can be asked of sittings. */
export const sittingOperations = [
  startSitting,
  readSitting,
  answerQuestion,
  changeSitting,
  readFeedback,
  listResults,
  readResult,
  replayResult,
  readAccommodation,
  askAccommodation,
  grantAccommodation,
];
