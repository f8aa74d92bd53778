/** The door of rules: dated parameters, exact numbers, and results that carry every reason. */
export { at, bookOf, readParameters, type OfficialText, type ParameterBook, type Stated } from './book.ts';
export { allOf, anyOf, cite, conclude, derive, reason, sum, type Result } from './conclude.ts';
export { compare, decimal, decimalText, divided, dong, minus, plus, rounded, times, type Decimal, type Rounding } from './decimal.ts';
/** @public Schemas with which a module describes results in its answers (docs/developers/rules.md). */
export { Cite, Reason } from './model.ts';
export { enterOfficialText, listParameters, readParameter, readRuleEvidence, ruleOperations, withdrawOfficialText } from './operations.ts';
export { currentBook } from './store.ts';
