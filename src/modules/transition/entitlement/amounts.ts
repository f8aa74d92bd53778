import { Problem } from '#base/problem/index.ts';
import { at, compare, decimal, decimalText, derive, dong, plus, reason, times, type Decimal, type Result, type Stated } from '#kernel/rule/index.ts';
import type { Known } from './person.ts';
import { yearsOf } from './service.ts';

/** A part of a regime: its amount, or nothing where the law grants it but no figure of that day is at hand. */
export type Found = { part: string; result: Result<bigint> | undefined };

/** The figure on the day of leaving; undefined where none holds. */
export function figure({ law, day }: Known, name: string): Stated | undefined {
  try {
    return at(law.book, name, day);
  } catch (error) {
    if (error instanceof Problem && error.code === 'rule.no-value') return undefined;
    throw error;
  }
}

/** `count` (months or years) × the figure `name` (months of pay) × monthly pay, rounded half up; `share` of it where a decree cuts it. */
export function multiple(known: Known, part: string, name: string, count: Decimal | number, share?: Stated): Found {
  const each = figure(known, name);
  if (each === undefined) return { part, result: undefined };
  const number = typeof count === 'number' ? decimal(String(count)) : count;
  const whole = times(times(number, each.value), decimal(known.pay.value));
  const amount = dong(share === undefined ? whole : times(whole, share.value), 'half-up');
  const cites = [each.cite, ...(share === undefined ? [] : [share.cite])];
  const inputs = { count: decimalText(number), each: decimalText(each.value), pay: known.pay.value, ...(share === undefined ? {} : { share: decimalText(share.value) }), amount };
  const key = share === undefined ? `transition-entitlement.because-${part}` : `transition-entitlement.because-${part}-share`;
  return { part, result: derive([known.pay], amount, reason(`transition.${name}`, key, cites, inputs)) };
}

/** So many months of pay at once. */
export function atOnce(known: Known, part: string, name: string): Found {
  return multiple(known, part, name, 1);
}

/** 20 years with insurance and more: the full amount and half a month for each year from the 21st; from 15 years: the short one. */
export function serviceOf(known: Known, prefix: string): Found[] {
  const part = 'service';
  if (known.insured < FULL_MONTHS) return [multiple(known, 'service-short', `${prefix}-service-short`, 1)];
  const first = figure(known, `${prefix}-service-full`);
  const further = figure(known, `${prefix}-service-further`);
  if (first === undefined || further === undefined) return [{ part, result: undefined }];
  const more = beyond(yearsOf(known.insured), '20');
  const amount = dong(times(plus(first.value, times(further.value, more)), decimal(known.pay.value)), 'half-up');
  const inputs = { first: decimalText(first.value), further: decimalText(further.value), more: decimalText(more), pay: known.pay.value, amount };
  return [{ part, result: derive([known.pay], amount, reason(`transition.${prefix}-service`, 'transition-entitlement.because-service', [first.cite, further.cite], inputs)) }];
}

/** Months with social insurance from which the full amount for service is paid. */
export const FULL_MONTHS = 240;
/** Months with social insurance from which anything for service is paid. */
export const LEAST_MONTHS = 180;

function beyond(years: Decimal, limit: string): Decimal {
  const more = plus(years, decimal(`-${limit}`));
  return compare(more, decimal('0')) > 0 ? more : decimal('0');
}
