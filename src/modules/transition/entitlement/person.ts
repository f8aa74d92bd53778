import type { Day } from '#base/day/index.ts';
import { at, cite, compare, conclude, decimal, decimalText, divided, dong, plus, reason, times, type Decimal, type ParameterBook, type Result } from '#kernel/rule/index.ts';
import type { Decree } from './decrees.ts';
import type { Facts } from './model.ts';
import { ageOf, exactOf, retirementOf, type Retirement } from './service.ts';

/** The law as it is known: figures, and the days of decrees. */
export type Law = { book: ParameterBook; decrees: ReadonlyMap<string, Decree> };

/** A person whose facts were checked, ready to be computed with. */
export type Known = {
  law: Law;
  facts: Facts;
  day: Day;
  pay: Result<bigint>;
  /** Whole months to the retirement age; undefined when neither stated nor to be computed. */
  early: number | undefined;
  retirement: Retirement | undefined;
  age: number | undefined;
  insured: number;
  worked: number;
  decision: Day;
};

const HUNDRED = decimal('100');

/**
 * Monthly pay in đồng: (coefficient + position) × (1 + sum of allowances) × base salary, rounded half up; the way of official letter 1814/BNV-TCBC. A pay that the person
 * states wins.
 */
export function monthlyPay(book: ParameterBook, facts: Facts): Result<bigint> {
  if (facts.monthlyPay !== undefined) {
    return conclude(BigInt(facts.monthlyPay), reason('transition.pay', 'transition-entitlement.because-pay-stated', [], { amount: facts.monthlyPay }));
  }
  const coefficient = exactOf(facts.coefficient);
  if (coefficient.units === 0n) return conclude(0n, reason('transition.pay', 'transition-entitlement.because-no-pay', []));
  const base = facts.basePay === undefined ? at(book, 'base-salary', facts.day) : undefined;
  const basePay: Decimal = base?.value ?? decimal(String(facts.basePay ?? 0));
  const position = exactOf(facts.position);
  const percent = (facts.allowances ?? []).map(exactOf).reduce(plus, decimal('0'));
  const factor = divided(plus(HUNDRED, percent), HUNDRED, 8, 'half-up');
  const amount = dong(times(times(plus(coefficient, position), factor), basePay), 'half-up');
  const how = cite('Nghị định 178/2024/NĐ-CP, cách tính theo Công văn 1814/BNV-TCBC', false);
  return conclude(
    amount,
    reason('transition.pay', 'transition-entitlement.because-pay', [how, ...(base === undefined ? [] : [base.cite])], {
      coefficient: decimalText(coefficient),
      position: decimalText(position),
      percent: decimalText(percent),
      base: decimalText(basePay),
      amount: amount.toString(),
    }),
  );
}

/** The facts of a person with all that follows from them. They must have been checked (`mustBeSound`). */
export function knownOf(law: Law, facts: Facts): Known {
  const { day, birthDate, sex } = facts;
  const retirement = birthDate === undefined || sex === undefined ? undefined : retirementOf(law.book, birthDate, sex, day);
  return {
    law,
    facts,
    day,
    pay: monthlyPay(law.book, facts),
    early: facts.monthsEarly ?? retirement?.months,
    retirement,
    age: birthDate === undefined ? undefined : ageOf(birthDate, day),
    insured: facts.insuredMonths ?? 0,
    worked: facts.workedMonths ?? 0,
    decision: facts.decisionDay ?? day,
  };
}

/** The larger of two exact numbers. */
export function larger(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}
