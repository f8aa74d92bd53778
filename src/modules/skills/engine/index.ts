/**
 * The measurement engine: pure functions from items and answers to what may be said about a person. No clock, no database, no chance that is not seeded.
 * How and why: docs/developers/measurement.md.
 *
 * A sitting, as its builder uses it:
 *
 * 1. At the start: `closed = closedItems(ids, exposure, cap)`; keep it with the bank version, the rules and the seed (the id of the sitting).
 * 2. `sitting = { bank, rules, seed, closed, answers, minutes }`, rebuilt from the stored answers at every request; there is no other state.
 * 3. `stopReason(sitting)` says whether and why it is over; if null, `nextItem(sitting)` says what to ask. Asked again it says the same, so a
 *    lost connection or a restart changes nothing. Pilot items are asked beside it and never put into `answers`.
 * 4. For the result: `overallOf(sitting, cuts)` and `measureAreas(sitting, cuts)`: θ, its error, its 95 % interval, the level with its probabilities.
 * 5. To confirm a stored sitting: `replay(start, given)` and compare step by step. To take an item out: leave its answer out and measure again.
 *
 * Single estimates: `estimate(answers, 'eap' | 'map' | 'ml' | 'wle')`; `ml` may answer `{ unbounded }`, which `isBounded` tells apart.
 * Short tests about one boundary (campaigns, probes): the same sitting with `stop.boundary`.
 * Items: `expertParameters` of the bank before, `calibrate` after enough answers; `mantelHaenszel(strataOf(…))` for fairness, `driftBetween` for change over time.
 */
export type { Answer, Curve, Item } from './model.ts';
export { information, probability, totalInformation } from './model.ts';
export type { Grid, Posterior, Prior } from './posterior.ts';
export { deviationOf, intervalOf, meanOf, posteriorOf, priorOn, probabilityAbove, quantileOf } from './posterior.ts';
export type { Assumptions, Bounded, Estimate, Estimator, Unbounded } from './estimate.ts';
export { eap, estimate, isBounded, map, ml, wle } from './estimate.ts';
export { randomOf } from './random.ts';
export type { Exposure } from './exposure.ts';
export { closedItems, FIRST_SITTINGS } from './exposure.ts';
export type { Rules, Sitting, StopReason, StopRule } from './sitting.ts';
export { areasOf, hasMinimum, nextItem, standingOf, stopReason } from './sitting.ts';
export type { Certainty, Level, Measure } from './level.ts';
export { AREA_CORRELATION, levelOf, measureAreas, overallOf } from './level.ts';
export type { Given, Replay, Step } from './replay.ts';
export { replay } from './replay.ts';
export type { CalibratedItem, Calibration, CalibrationTask, Matrix, Model, Priors } from './calibration/index.ts';
export { calibrate, calibrating, withoutVariation } from './calibration/index.ts';
export type { Fairness, FairnessClass, Matched, Stratum } from './fairness.ts';
export { mantelHaenszel, strataOf } from './fairness.ts';
export type { Difference, Drift, Drifting } from './drift.ts';
export { driftBetween } from './drift.ts';
