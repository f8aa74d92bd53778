import type { Patterns } from './answers.ts';
import { inverse } from './algebra.ts';
import { expect, reachOf, spread, tablesOf } from './expectation.ts';
import { scoreOf } from './maximisation.ts';
import { chanceAt, gradientAt, guessingOf, NODES, priorPull, sizeOf, type Priors, type Working } from './model.ts';

/** Where standard errors come from: the curvature of the log-likelihood (`observed`), or the spread of its slope over people (`cross-product`). */
export type ErrorSource = 'observed' | 'cross-product';

/** Standard errors of an item's a, b, c and intercept −ab; null where the data do not determine them or the model fixes them. */
export type Errors = { a: number | null; b: number | null; c: number | null; intercept: number | null };

/** Nothing is known of the errors. */
export const NO_ERRORS: Errors = { a: null, b: null, c: null, intercept: null };

// Additions up to which the curvature is worked out by differences; above, the spread over people says the same for large samples.
const OBSERVED_UP_TO = 5e8;

/** Standard errors of all items, from the joint information of all parameters, priors included; with `common` one slope is shared. */
export function errorsOf(patterns: Patterns, items: readonly Working[], priors: Priors, common: boolean): { errors: Errors[]; from: ErrorSource } {
  const places = placesOf(items, common);
  const size = Math.max(...places.flat()) + 1;
  const from: ErrorSource = 2 * size * patterns.item.length * NODES.length <= OBSERVED_UP_TO ? 'observed' : 'cross-product';
  const information = from === 'observed' ? curvature(patterns, items, priors, places, size) : crossProduct(patterns, items, priors, places, size);
  const covariance = inverse(information);
  return { from, errors: items.map((item, i) => (covariance === null ? NO_ERRORS : errorsOfItem(item, places[i] ?? [], covariance))) };
}

/** Where each item's parameters stand in the vector of all: slope, intercept, guess. */
function placesOf(items: readonly Working[], common: boolean): number[][] {
  let next = common ? 1 : 0;
  return items.map((item) => Array.from({ length: sizeOf(item) }, (_, k) => (common && k === 0 ? 0 : next++)));
}

/** Minus the second derivatives of the log-likelihood, by central differences of its first ones. */
function curvature(patterns: Patterns, items: readonly Working[], priors: Priors, places: number[][], size: number): Float64Array[] {
  const step = 1e-4;
  const scoreAt = (shift: number, by: number) => {
    const shifted = items.map((item, i) => shiftedBy(item, places[i]?.indexOf(shift) ?? -1, by));
    const expected = expect(patterns, shifted);
    const sum = new Float64Array(size);
    shifted.forEach((item, i) => scoreOf(item, i, expected, priors).score.forEach((value, k) => (sum[places[i]?.[k] ?? 0] = (sum[places[i]?.[k] ?? 0] ?? 0) + value)));
    return sum;
  };
  const rows = Array.from({ length: size }, (_, k) => {
    const [above, below] = [scoreAt(k, step), scoreAt(k, -step)];
    return above.map((value, j) => -(value - (below[j] ?? 0)) / (2 * step));
  });
  return rows.map((row, i) => row.map((value, j) => (value + (rows[j]?.[i] ?? 0)) / 2));
}

function shiftedBy(item: Working, parameter: number, by: number): Working {
  if (parameter === 0) return { ...item, slope: item.slope + by };
  if (parameter === 1) return { ...item, intercept: item.intercept + by };
  return parameter === 2 && item.guess !== null ? { ...item, guess: item.guess + by } : item;
}

/** The sum over people of the products of the slopes of their log-likelihoods. */
function crossProduct(patterns: Patterns, items: readonly Working[], priors: Priors, places: number[][], size: number): Float64Array[] {
  const tables = tablesOf(items);
  const slopes = items.map(slopesOf);
  const post = new Float64Array(NODES.length);
  const total = Array.from({ length: size }, () => new Float64Array(size));
  const score = new Float64Array(size);
  for (let n = 0; n < patterns.weight.length; n++) {
    spread(patterns, n, tables, post);
    const reach = reachOf(post);
    score.fill(0);
    const touched = new Set<number>();
    for (let k = patterns.start[n] ?? 0; k < (patterns.start[n + 1] ?? 0); k++) {
      const i = patterns.item[k] ?? 0;
      const own = patterns.right[k] === 1 ? slopes[i]?.right : slopes[i]?.wrong;
      for (const [parameter, slope] of (own ?? []).entries()) {
        const at = places[i]?.[parameter] ?? 0;
        touched.add(at);
        score[at] = (score[at] ?? 0) + dot(slope, post, reach);
      }
    }
    addProducts(total, score, [...touched], patterns.weight[n] ?? 0);
  }
  items.forEach((item, i) => {
    const { slopeCurve, guessCurve } = priorPull(item, priors);
    for (const [k, curve] of [slopeCurve, 0, guessCurve].entries()) {
      const at = places[i]?.[k];
      const row = at === undefined ? undefined : total[at];
      if (at !== undefined && row !== undefined) row[at] = (row[at] ?? 0) + curve;
    }
  });
  return total;
}

function addProducts(total: readonly Float64Array[], score: Float64Array, touched: readonly number[], weight: number): void {
  for (const row of touched) {
    const line = total[row];
    if (line === undefined) continue;
    const own = weight * (score[row] ?? 0);
    for (const column of touched) line[column] = (line[column] ?? 0) + own * (score[column] ?? 0);
  }
}

/** Derivatives of ln P and of ln(1 − P) at every node, for each parameter of the item. */
function slopesOf(item: Working): { right: Float64Array[]; wrong: Float64Array[] } {
  const along = (of: (p: number) => number) =>
    Array.from({ length: sizeOf(item) }, (_, k) => Float64Array.from(NODES, (theta) => of(chanceAt(item, theta)) * (gradientAt(item, theta)[k] ?? 0)));
  return { right: along((p) => 1 / p), wrong: along((p) => -1 / (1 - p)) };
}

function dot(one: Float64Array, other: Float64Array, [first, last]: [number, number]): number {
  let sum = 0;
  for (let q = first; q <= last; q++) sum += (one[q] ?? 0) * (other[q] ?? 0);
  return sum;
}

/** From slope, intercept and guess to a, b = −intercept / slope and c, by the delta method. */
function errorsOfItem(item: Working, places: readonly number[], covariance: readonly (readonly number[])[]): Errors {
  const [a, d, g] = places;
  const between = (one: number | undefined, other: number | undefined) => (one === undefined || other === undefined ? 0 : (covariance[one]?.[other] ?? 0));
  const [bySlope, byIntercept] = [item.intercept / item.slope ** 2, -1 / item.slope];
  const b = bySlope ** 2 * between(a, a) + byIntercept ** 2 * between(d, d) + 2 * bySlope * byIntercept * between(a, d);
  const c = guessingOf(item);
  return { a: rootOf(between(a, a)), b: rootOf(b), c: item.guess === null ? null : rootOf((c * (1 - c)) ** 2 * between(g, g)), intercept: rootOf(between(d, d)) };
}

const rootOf = (variance: number): number | null => (variance > 0 && Number.isFinite(variance) ? Math.sqrt(variance) : null);
