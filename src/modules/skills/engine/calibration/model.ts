/** Which parameters of an item are estimated: `1pl` a difficulty and one slope for all items, `2pl` slope and difficulty, `3pl` the chance of guessing too. */
export type Model = '1pl' | '2pl' | '3pl';

/** What is held likely of parameters before the data: ln a ~ N(mean, deviation²), c ~ Beta(alpha, beta). Left out, the data alone decide. */
export type Priors = Readonly<{ slope?: { mean: number; deviation: number }; guessing?: { alpha: number; beta: number } }>;

/** An item while it is being calibrated: P = c + (1 − c) / (1 + e^−(aθ + intercept)), c = 1 / (1 + e^−guess) or 0 where `guess` is null. */
export type Working = { slope: number; intercept: number; guess: number | null };

/** The values of θ over which the population N(0, 1) is summed: 61 from −6 to 6, as wide steps as 0.2. */
export const NODES: readonly number[] = Array.from({ length: 61 }, (_, q) => -6 + 0.2 * q);

/** The share of the population at each of `NODES`. */
export const SHARES: readonly number[] = sharesOf(NODES);

/** c of an item. */
export function guessingOf({ guess }: Working): number {
  return guess === null ? 0 : 1 / (1 + Math.exp(-guess));
}

/** The chance of a right answer at θ, kept away from 0 and 1 so that its logarithm exists. */
export function chanceAt(item: Working, theta: number): number {
  const c = guessingOf(item);
  const p = c + (1 - c) / (1 + Math.exp(-(item.slope * theta + item.intercept)));
  return Math.min(1 - 1e-12, Math.max(1e-12, p));
}

/** How many numbers describe an item: 2, or 3 with guessing. */
export function sizeOf({ guess }: Working): number {
  return guess === null ? 2 : 3;
}

/** Derivatives of the chance by slope, intercept and, where it is estimated, guess. */
export function gradientAt(item: Working, theta: number): number[] {
  const c = guessingOf(item);
  const l = 1 / (1 + Math.exp(-(item.slope * theta + item.intercept)));
  const byIntercept = (1 - c) * l * (1 - l);
  return item.guess === null ? [byIntercept * theta, byIntercept] : [byIntercept * theta, byIntercept, (1 - l) * c * (1 - c)];
}

/** First and (negative) second derivatives of the logarithm of the priors by slope and guess; the second kept at 0 or above. */
export function priorPull(item: Working, priors: Priors): { slope: number; slopeCurve: number; guess: number; guessCurve: number; value: number } {
  const pull = { slope: 0, slopeCurve: 0, guess: 0, guessCurve: 0, value: 0 };
  if (priors.slope !== undefined && item.slope > 0) {
    const { mean, deviation } = priors.slope;
    const z = (Math.log(item.slope) - mean) / deviation ** 2;
    pull.slope = -(z + 1) / item.slope;
    pull.slopeCurve = Math.max(0, (1 / deviation ** 2 - z - 1) / item.slope ** 2);
    pull.value += -0.5 * z * z * deviation ** 2 - Math.log(item.slope);
  }
  if (priors.guessing !== undefined && item.guess !== null) {
    const { alpha, beta } = priors.guessing;
    const c = guessingOf(item);
    pull.guess = (alpha - 1) * (1 - c) - (beta - 1) * c;
    pull.guessCurve = (alpha + beta - 2) * c * (1 - c);
    pull.value += (alpha - 1) * Math.log(c) + (beta - 1) * Math.log(1 - c);
  }
  return pull;
}

function sharesOf(nodes: readonly number[]): number[] {
  const densities = nodes.map((theta) => Math.exp(-0.5 * theta * theta));
  const sum = densities.reduce((total, density) => total + density, 0);
  return densities.map((density) => density / sum);
}
