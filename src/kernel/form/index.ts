/** The door of forms: pages of questions as plain data, walked through by pure functions. */
export { FileAnswer, Words, type Answers, type FieldKind, type Form, type FormField, type FormPage } from './model.ts';
export { declareForms, discardDraft, dropOldDrafts, formOperations, readDraft, savePage } from './operations.ts';
export { answersFrom, hashOf, kindOf, textsOf, type ShownTexts } from './shown.ts';
export { choicesOf, errors, next, previous, prune, reachable, resumeAt, wrongForm, type StandingPage } from './walk.ts';
export { eraseDrafts, findAnswers, type KeptAnswers } from './store.ts';
export { submitAnswers, submitDraft, type Submitted } from './submit.ts';
