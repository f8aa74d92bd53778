import { Value } from 'typebox/value';
import { at, decimal, decimalText, divided, derive, dong, reason, times, type ParameterBook, type Result } from '#kernel/rule/index.ts';
import { Calculation } from '../entitlement/model.ts';

/** Monthly pay (đồng) as the calculation of a case has it; null without one. */
export function payIn(kept: { result: unknown } | undefined): number | null {
  return kept === undefined ? null : Value.Parse(Calculation, kept.result).pay.amount;
}

/**
 * Pay (đồng a month) that goes on while somebody learns towards another post: the share `retraining-pay-share` of the present pay, rounded half up. See content/rules/retraining.json
 * for what it follows.
 */
export function protectedPay(book: ParameterBook, day: string, pay: number): Result<bigint> {
  const share = at(book, 'retraining-pay-share', day);
  const amount = dong(divided(times(decimal(String(pay)), share.value), decimal('100'), 2, 'half-up'), 'half-up');
  return derive([], amount, reason('transition.retraining-pay', 'transition-work.because-protected', [share.cite], { pay, share: decimalText(share.value), amount }));
}
