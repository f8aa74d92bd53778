import { moveItem, reviewItem, saveItem } from './edit.ts';
import { listItems, readItem } from './operations.ts';
import { exportItems, importItems } from './qti/operations.ts';

export { FIELD, openControls, parseAnswer } from './answer.ts';
export { faultsOf } from './check.ts';
export { shippedItems } from './content.ts';
export { checkedItem, moveItem, reviewItem, saveItem } from './edit.ts';
export { fieldOf, fieldsOf, itemFromFields, type ItemFields } from './form.ts';
export { addCalibrated, countAwaitingReview, findItemVersion, findLiveItems, listLiveItems, noteCounts, type BankItem } from './live.ts';
export { loadBank } from './load.ts';
export { mark } from './marking.ts';
export type { Item as ShippedItem } from '#content/skills/item.ts';
export { Answer, PublicItem } from './model.ts';
export type { ItemView } from './views.ts';
export { listItems, readItem } from './operations.ts';
export { exportItems, importItems } from './qti/operations.ts';
export type { Parameters } from './parameters.ts';
export { controlsOf, publicItem, wordsOf } from './public.ts';
export { rightAnswer } from './right.ts';

/** What can be asked of the bank. */
export const bankOperations = [listItems, readItem, saveItem, reviewItem, moveItem, exportItems, importItems];
