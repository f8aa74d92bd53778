import { found } from '#base/problem/index.ts';
import { compare, decimal, decimalText, derive, dong, reason, times, conclude, type Result } from '#kernel/rule/index.ts';
import { figure, type Found } from './amounts.ts';
import { forReason, inDays, need, ofKind, unverified } from './condition.ts';
import { larger, type Known } from './person.ts';
import type { Regime } from './regimes.ts';
import { yearsOf } from './service.ts';

const CODE = 'Bộ luật Lao động 45/2019/QH14';
const DECREE = unverified('Nghị định 145/2020/NĐ-CP, Điều 8');

const decreeOf = ({ law }: Known) => found(law.decrees.get('labour-code'), 'transition-entitlement.no-decree');

/** Months that count: work, less those with unemployment insurance and those paid for already. Decree 145/2020/NĐ-CP art. 8 para 3. */
export function countedMonths({ worked, facts }: Known): number {
  return Math.max(0, worked - (facts.unemploymentInsuredMonths ?? 0) - (facts.paidMonths ?? 0));
}

/** The average contract pay of the last six months (Decree 145/2020/NĐ-CP art. 8 para 5); the monthly pay when it is not stated. */
function averageOf({ facts, pay }: Known): Result<bigint> {
  if (facts.averagePay === undefined) return pay;
  return conclude(BigInt(facts.averagePay), reason('transition.average-pay', 'transition-entitlement.because-average', [DECREE], { amount: facts.averagePay }));
}

function workedEnough(known: Known, name: string, article: string): Result<boolean> {
  const least = Number(figure(known, name)?.value.units ?? 12n);
  return need('worked', known.worked >= least, [figure(known, name)?.cite ?? unverified(article)], { least, months: known.worked });
}

/** Job-loss allowance: a month for each year that counts, two months at least. Labour Code art. 47; Decree 145/2020/NĐ-CP art. 8. */
export const jobLoss: Regime = {
  key: 'job-loss',
  decree: () => 'labour-code',
  conditions: (known) => [
    inDays(decreeOf(known), known),
    ofKind(known.facts, ['contract'], unverified(`${CODE}, Điều 1, Điều 2`)),
    forReason(known.facts, ['technology', 'reorganisation'], unverified(`${CODE}, Điều 42, Điều 47`)),
    workedEnough(known, 'job-loss-months-worked-least', `${CODE}, Điều 47`),
    need('pay', averageOf(known).value > 0n, []),
  ],
  parts: (known) => [allowance(known, 'job-loss', 'job-loss-months-per-year', 'job-loss-months-least')],
};

/** Severance allowance: half a month for each year that counts. Labour Code art. 46; Decree 145/2020/NĐ-CP art. 8. */
export const severance: Regime = {
  key: 'severance',
  decree: () => 'labour-code',
  conditions: (known) => [
    inDays(decreeOf(known), known),
    ofKind(known.facts, ['contract'], unverified(`${CODE}, Điều 1, Điều 2`)),
    forReason(known.facts, ['agreement'], unverified(`${CODE}, Điều 34, Điều 46`)),
    workedEnough(known, 'severance-months-worked-least', `${CODE}, Điều 46`),
    need('pay', averageOf(known).value > 0n, []),
  ],
  parts: (known) => [allowance(known, 'severance', 'severance-months-per-year')],
};

function allowance(known: Known, part: string, eachName: string, leastName?: string): Found {
  const each = figure(known, eachName);
  const least = leastName === undefined ? undefined : figure(known, leastName);
  if (each === undefined) return { part, result: undefined };
  const pay = averageOf(known);
  const months = countedMonths(known);
  const years = yearsOf(months);
  const earned = times(years, each.value);
  const given = least === undefined ? earned : larger(earned, least.value);
  const amount = dong(times(given, decimal(pay.value)), 'half-up');
  const floor = compare(given, earned) > 0;
  const inputs = {
    worked: known.worked,
    insured: known.facts.unemploymentInsuredMonths ?? 0,
    before: known.facts.paidMonths ?? 0,
    months,
    years: decimalText(years),
    each: decimalText(each.value),
    least: least === undefined ? '0' : decimalText(least.value),
    pay: pay.value,
    amount,
  };
  const cites = [each.cite, ...(floor && least !== undefined ? [least.cite] : []), DECREE];
  return { part, result: derive([pay], amount, reason(`transition.${part}`, `transition-entitlement.because-${floor ? `${part}-least` : 'allowance'}`, cites, inputs)) };
}
