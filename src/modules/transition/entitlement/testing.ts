import { translator } from '#base/text/index.ts';
import { bookOf, readParameters } from '#kernel/rule/index.ts';
import { calculate } from './calculate.ts';
import { readDecrees } from './decrees.ts';
import type { Facts, RegimeKey } from './model.ts';

const root = process.cwd();
/** The figures of the content files. */
export const parameters = readParameters(root);
/** The law as the content files have it. */
export const law = { book: bookOf(parameters), decrees: readDecrees(root) };
/** Vietnamese sentences. */
export const vi = { t: translator('vi', root), locale: 'vi' as const };

/** An official of 50 years with 22 years of insurance, two and a half years early, in a body reorganised on the day. */
export const official: Facts = {
  day: '2025-05-01',
  kind: 'civil-servant',
  reason: 'reorganisation',
  coefficient: '4.65',
  position: '0.6',
  allowances: ['25'],
  insuredMonths: 264,
  monthsEarly: 30,
};
/** Somebody with a contract whose work goes. */
export const worker: Facts = { day: '2026-06-01', kind: 'contract', reason: 'technology', averagePay: 10_000_000, workedMonths: 100, unemploymentInsuredMonths: 40 };

/** One regime of a calculation, with its amounts by part. */
export function of(facts: Facts, regime: RegimeKey) {
  const result = calculate(law, facts, vi).regimes.find((one) => one.regime === regime);
  if (result === undefined) throw new Error(`no ${regime}`);
  return { ...result, amounts: Object.fromEntries(result.parts.map(({ part, amount }) => [part, amount])) };
}
