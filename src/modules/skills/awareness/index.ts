import { answerAwareness, finishAwareness, rateSelf, readAwareness, startAwareness, withdrawAwareness } from './operations.ts';
import { listAwareness, readReliability } from './own.ts';

export { awarenessForm } from './form.ts';
export type { AwarenessPage, OwnAwareness, SelfViewLine } from './model.ts';
export { answerAwareness, finishAwareness, rateSelf, readAwareness, startAwareness, withdrawAwareness } from './operations.ts';
export { listAwareness, readReliability } from './own.ts';

/** What can be asked of the questionnaire on awareness. */
export const awarenessOperations = [rateSelf, startAwareness, readAwareness, answerAwareness, finishAwareness, withdrawAwareness, listAwareness, readReliability];
