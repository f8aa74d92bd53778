import { Problem } from '#base/problem/index.ts';
import type { Direction } from './status.ts';

/** How a target is shared out: the same to each, by the size of a set in each, or as typed. */
export type Method = 'equal' | 'proportional' | 'by-hand';

/** What is measured: amounts add up, shares are averaged by weight, done-or-not is asked of each. Ranks cannot be broken down. */
export type Nature = 'amount' | 'share' | 'done';

/** A unit that takes part: `weight` is the size of the chosen set in it (null: none chosen), `value` what was typed. */
export type Part = { unitId: string; weight: number | null; value: number | null };

/** What a unit is asked for; null for done-or-not. */
export type Share = { unitId: string; weight: number | null; value: number | null };

/** What the parts come to against the whole: a sum for amounts, a weighted mean for shares; `right` when it fits. */
export type Balance = { whole: number | null; comes: number | null; difference: number; right: boolean };

/** The nature of a measure; throws `conflict` for a rank. */
export function natureOf(measure: 'percent' | 'number' | 'rank' | 'milestone'): Nature {
  if (measure === 'rank') throw new Problem('conflict', 'plans.rank-not-divisible');
  return measure === 'percent' ? 'share' : measure === 'number' ? 'amount' : 'done';
}

/** Rounds to `decimals` places, half away from zero, through text so that 1.005 does not become 1.00. */
export function rounded(value: number, decimals: number): number {
  const moved = Number(`${Math.abs(value)}e${decimals}`);
  return Math.sign(value) * Number(`${Math.round(moved)}e-${decimals}`);
}

/**
 * Shares the whole out. Amounts by weight are rounded down to `decimals` and what remains goes to the largest remainders, so that the sum is the whole
 * exactly. Throws `invalid` where the method does not fit the nature, a weight is missing or all weights are zero.
 */
export function share(nature: Nature, method: Method, whole: number | null, parts: readonly Part[], decimals: number): Share[] {
  if (parts.length === 0) throw wrong('/units', 'plans.no-units');
  if (nature === 'done') {
    if (method !== 'equal') throw wrong('/method', 'plans.done-equal-only');
    return parts.map((part) => ({ ...part, value: null }));
  }
  if (whole === null) throw wrong('/value', 'operation.input.required');
  if (method === 'by-hand') return parts.map((part) => ({ ...part, value: typed(part) }));
  if (nature === 'share') {
    if (method === 'proportional') throw wrong('/method', 'plans.share-not-proportional');
    return parts.map((part) => ({ ...part, value: whole }));
  }
  const weights = method === 'equal' ? parts.map(() => 1) : parts.map(weightOf);
  const amounts = apportion(whole, weights, decimals);
  return parts.map((part, index) => ({ ...part, value: amounts[index] ?? 0 }));
}

function typed({ unitId, value }: Part): number {
  if (value === null) throw wrong(`/value-${unitId}`, 'operation.input.required');
  return value;
}

function weightOf({ weight }: Part): number {
  if (weight === null) throw wrong('/set', 'plans.weights-missing');
  return weight;
}

/** Largest remainder (Hamilton): in units of the last decimal place, so that nothing is lost to rounding. */
function apportion(whole: number, weights: readonly number[], decimals: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) throw wrong('/set', 'plans.weights-zero');
  const units = Math.round(rounded(whole, decimals) * 10 ** decimals);
  const exact = weights.map((weight) => (units * weight) / total);
  const floors = exact.map(Math.floor);
  const left = units - floors.reduce((sum, one) => sum + one, 0);
  const byRemainder = exact.map((value, index) => ({ index, rest: value - Math.floor(value) })).toSorted((a, b) => b.rest - a.rest || a.index - b.index);
  const extra = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return floors.map((floor, index) => (floor + (extra.has(index) ? 1 : 0)) / 10 ** decimals);
}

/**
 * What the shares come to. Amounts must add up to the whole exactly (to `decimals`). The weighted mean of shares may not fall short of the whole; without
 * weights each unit counts the same.
 */
export function balance(nature: Nature, direction: Direction, whole: number | null, shares: readonly Share[], decimals: number): Balance {
  if (nature === 'done' || whole === null) return { whole: null, comes: null, difference: 0, right: true };
  const given = shares.map(({ value, weight }) => ({ value: value ?? 0, weight }));
  if (nature === 'amount') {
    const comes = rounded(
      given.reduce((sum, { value }) => sum + value, 0),
      decimals,
    );
    const difference = rounded(comes - whole, decimals);
    return { whole, comes, difference, right: difference === 0 };
  }
  const weighted = given.every(({ weight }) => weight !== null) && given.some(({ weight }) => (weight ?? 0) > 0);
  const weights = given.map(({ weight }) => (weighted ? (weight ?? 0) : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const comes = rounded(given.reduce((sum, { value }, index) => sum + value * (weights[index] ?? 0), 0) / total, 2);
  const difference = rounded(comes - whole, 2);
  return { whole, comes, difference, right: direction === 'at-most' ? difference <= 0 : difference >= 0 };
}

function wrong(at: string, code: string): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
}
