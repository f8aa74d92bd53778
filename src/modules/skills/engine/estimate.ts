import { information, probability, slopes, totalInformation, type Answer } from './model.ts';
import { deviationOf, GRID, meanOf, posteriorOf, priorOn, STANDARD, type Grid, type Prior } from './posterior.ts';

/** Ability θ with its standard error, both on the scale on which the population has mean 0 and deviation 1. */
export type Bounded = { theta: number; standardError: number };

/** The answers alone set no bound: the likelihood grows without end upwards (`above`, as when all are right) or downwards (`below`). */
export type Unbounded = { unbounded: 'above' | 'below' };

/** What an estimator says. */
export type Estimate = Bounded | Unbounded;

/** How θ is found from the answers. Reports of Khuê use `eap`. */
export type Estimator = 'eap' | 'map' | 'ml' | 'wle';

/** On what EAP and MAP stand besides the answers. */
export type Assumptions = { grid?: Grid; prior?: Prior };

/** Whether an estimate has a value. */
export function isBounded(found: Estimate): found is Bounded {
  return !('unbounded' in found);
}

/** θ by the estimator named. Only `ml` can be unbounded. */
export function estimate(answers: readonly Answer[], estimator: Estimator, assumptions: Assumptions = {}): Estimate {
  if (estimator === 'eap') return eap(answers, assumptions);
  if (estimator === 'map') return map(answers, assumptions);
  return estimator === 'ml' ? ml(answers) : wle(answers);
}

/**
 * Expected a posteriori (Bock & Mislevy 1982): mean and deviation of the posterior under a fixed prior, N(0, 1) on `GRID` unless told otherwise.
 * Depends on which answers were given, never on their order.
 */
export function eap(answers: readonly Answer[], { grid = GRID, prior = STANDARD }: Assumptions = {}): Bounded {
  const posterior = posteriorOf(answers, priorOn(grid, prior));
  return { theta: meanOf(posterior), standardError: deviationOf(posterior) };
}

/** Maximum a posteriori (Samejima 1969): the peak of the posterior; its error is 1/√(I(θ) + 1/σ²) (σ² the variance of the prior). */
export function map(answers: readonly Answer[], { prior = STANDARD }: Assumptions = {}): Bounded {
  const pull = 1 / prior.deviation ** 2;
  const [from, to] = spanOf(answers);
  const theta = peakOf((at) => scoreAt(answers, at) - pull * (at - prior.mean), Math.min(from, prior.mean - 1), Math.max(to, prior.mean + 1)) ?? prior.mean;
  return { theta, standardError: 1 / Math.sqrt(informationOf(answers, theta) + pull) };
}

/** Maximum likelihood (Birnbaum 1968) with error 1/√I(θ); unbounded where no finite θ is likelier than an infinite one. */
export function ml(answers: readonly Answer[]): Estimate {
  const theta = peakOf((at) => scoreAt(answers, at), ...spanOf(answers));
  const [low, high] = [logLikelihood(answers, -Infinity), logLikelihood(answers, Infinity)];
  if (theta === null || Math.max(low, high) >= logLikelihood(answers, theta)) return { unbounded: high >= low ? 'above' : 'below' };
  return { theta, standardError: 1 / Math.sqrt(informationOf(answers, theta)) };
}

/**
 * Weighted likelihood (Warm 1989): the root of score + J/(2I), with J = Σ P′P″/(P(1 − P)), which takes away the first-order bias of maximum likelihood;
 * error 1/√I(θ). Finite for every pattern with at least one answer; unbounded (`above`) for none.
 */
export function wle(answers: readonly Answer[]): Estimate {
  const theta = peakOf((at) => scoreAt(answers, at) + warmth(answers, at), ...spanOf(answers));
  return theta === null ? { unbounded: 'above' } : { theta, standardError: 1 / Math.sqrt(informationOf(answers, theta)) };
}

/** Natural logarithm of the chance of exactly these answers at θ. */
export function logLikelihood(answers: readonly Answer[], theta: number): number {
  return answers.reduce((sum, { item, right }) => {
    const p = probability(item, theta);
    return sum + Math.log(right ? p : 1 - p);
  }, 0);
}

/** Derivative of the log-likelihood by θ. */
function scoreAt(answers: readonly Answer[], theta: number): number {
  return answers.reduce((sum, { item, right }) => {
    const p = probability(item, theta);
    const { first } = slopes(item, p);
    return first === 0 ? sum : sum + (right ? first / p : -first / (1 - p));
  }, 0);
}

function warmth(answers: readonly Answer[], theta: number): number {
  let j = 0;
  let i = 0;
  for (const { item } of answers) {
    const p = probability(item, theta);
    const { first, second } = slopes(item, p);
    if (first === 0) continue;
    j += (first * second) / (p * (1 - p));
    i += information(item, theta);
  }
  return i === 0 ? 0 : j / (2 * i);
}

function informationOf(answers: readonly Answer[], theta: number): number {
  return totalInformation(
    answers.map(({ item }) => item),
    theta,
  );
}

/** Where a peak can lie: beyond it every curve is flat, more flatly the more answers pull against each other. */
function spanOf(answers: readonly Answer[]): [number, number] {
  if (answers.length === 0) return [0, 0];
  const sharpness = answers.map(({ item }) => item.a);
  const difficulties = answers.map(({ item }) => item.b);
  const flattest = Math.min(...sharpness);
  const margin = (2 + Math.log((4 * answers.length * Math.max(...sharpness)) / flattest)) / flattest;
  return [Math.min(...difficulties) - margin, Math.max(...difficulties) + margin];
}

const SCAN = 400;

/**
 * The highest peak of a function between `from` and `to`, given its derivative: falls through zero are found on a scan, their heights by adding up the
 * derivative, the place by bisection. Null where there is no peak.
 */
function peakOf(derivative: (at: number) => number, from: number, to: number): number | null {
  const step = (to - from) / SCAN;
  let best: { low: number; height: number } | null = null;
  let height = 0;
  let before = derivative(from);
  for (let k = 1; k <= SCAN && step > 0; k++) {
    const here = derivative(from + k * step);
    if (before > 0 && here <= 0 && (best === null || height > best.height)) best = { low: from + (k - 1) * step, height };
    height += (step * (before + here)) / 2;
    before = here;
  }
  if (best === null) return null;
  let [low, high] = [best.low, best.low + step];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (derivative(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
