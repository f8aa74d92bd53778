export { Measured, Mode, MODES } from './model.ts';
export { findOutcome, latestOutcome, listOutcomes, type Outcome } from './read.ts';
