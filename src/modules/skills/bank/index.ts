import type { AnyOperation } from '#kernel/operation/index.ts';

export { FIELD, openControls, parseAnswer } from './answer.ts';
export { faultsOf } from './check.ts';
export { addCalibrated, countAwaitingReview, findItemVersion, listLiveItems, noteCounts, type BankItem } from './live.ts';
export { loadBank } from './load.ts';
export { keyIds, keyMap, keyNumber, mark } from './marking.ts';
export { Answer, PublicItem } from './model.ts';
export { expertParameters, type Parameters } from './parameters.ts';
export { controlsOf, publicItem, wordsOf } from './public.ts';

/** What can be asked of the bank. */
export const bankOperations: AnyOperation[] = [];
