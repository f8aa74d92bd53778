import { behindTask } from './behind.ts';
import { fixDue, notePayment } from './operations.ts';

export { humanBalance } from './balance.ts';
export { watchBehind } from './behind.ts';
export { fixDue, fixDueAtEnd, Money, moneyOf, notePayment } from './operations.ts';
export { balanceRatios, balanceSets } from './sets.ts';

/** What can be asked of what is due and paid. */
export const balanceOperations = [fixDue, notePayment];

/** What is done again and again. */
export const balanceTasks = [behindTask];
