import { probability, type Answer, type Curve } from './model.ts';

/** Equally spaced values of θ, both ends included. */
export type Grid = Readonly<{ from: number; to: number; points: number }>;

/** What is believed of θ before any answer: a normal distribution. The same for everybody, and never moved by the answers. */
export type Prior = Readonly<{ mean: number; deviation: number }>;

/** What is believed of θ after the answers: `mass[k]` is the share at the k-th value of the grid; all of them sum to 1. */
export type Posterior = Readonly<{ grid: Grid; mass: Float64Array }>;

/**
 * The grid of every estimate unless another is given: −6 to 6 in steps of 0.1. The sum over it equals the integral to more than six digits as long as
 * the posterior deviation is at least 0.1, which 240 items do not reach.
 */
export const GRID: Grid = { from: -6, to: 6, points: 121 };

/** θ of the population: mean 0, deviation 1. */
export const STANDARD: Prior = { mean: 0, deviation: 1 };

const steps = (grid: Grid): number => (grid.to - grid.from) / (grid.points - 1);
const valueAt = (grid: Grid, k: number): number => grid.from + k * steps(grid);

/** The values of θ of a grid. */
export function valuesOf(grid: Grid): Float64Array {
  return Float64Array.from({ length: grid.points }, (_, k) => valueAt(grid, k));
}

/** The prior alone on a grid. */
export function priorOn(grid: Grid = GRID, { mean, deviation }: Prior = STANDARD): Posterior {
  return normalised(
    grid,
    valuesOf(grid).map((theta) => Math.exp(-0.5 * ((theta - mean) / deviation) ** 2)),
  );
}

/** What is believed of θ after `answers`: prior times the chance of every answer, whatever their order. */
export function posteriorOf(answers: readonly Answer[], prior: Posterior = priorOn()): Posterior {
  const { grid } = prior;
  const mass = Float64Array.from(prior.mass);
  for (const { item, right } of answers) {
    const chances = curveOn(item, grid);
    let largest = 0;
    for (let k = 0; k < mass.length; k++) {
      const p = chances[k] ?? 0;
      const next = (mass[k] ?? 0) * (right ? p : 1 - p);
      mass[k] = next;
      if (next > largest) largest = next;
    }
    // A power of two keeps every digit, so that thousands of answers neither vanish nor disturb each other.
    if (largest < 1e-100) mass.forEach((value, k) => (mass[k] = value * 2 ** 300));
  }
  return normalised(grid, mass);
}

/** Mean of the posterior: the EAP estimate. */
export function meanOf({ grid, mass }: Posterior): number {
  return mass.reduce((sum, share, k) => sum + share * valueAt(grid, k), 0);
}

/** Deviation of the posterior: the standard error of the EAP estimate. */
export function deviationOf(posterior: Posterior): number {
  const mean = meanOf(posterior);
  return Math.sqrt(posterior.mass.reduce((sum, share, k) => sum + share * (valueAt(posterior.grid, k) - mean) ** 2, 0));
}

/** Posterior probability that θ is at or above `cut`; each value of the grid stands for the step around it. */
export function probabilityAbove({ grid, mass }: Posterior, cut: number): number {
  const step = steps(grid);
  return mass.reduce((sum, share, k) => sum + share * Math.min(1, Math.max(0, (valueAt(grid, k) + step / 2 - cut) / step)), 0);
}

/** The central interval that holds `share` of the posterior, such as 0.95. */
export function intervalOf(posterior: Posterior, share = 0.95): { from: number; to: number } {
  return { from: quantileOf(posterior, (1 - share) / 2), to: quantileOf(posterior, (1 + share) / 2) };
}

/** The value of θ below which `share` of the posterior lies; 0.5 gives the median. */
export function quantileOf({ grid, mass }: Posterior, share: number): number {
  const step = steps(grid);
  let below = 0;
  for (const [k, here] of mass.entries()) {
    if (below + here >= share) return valueAt(grid, k) - step / 2 + (here === 0 ? 0 : (step * (share - below)) / here);
    below += here;
  }
  return grid.to;
}

/** Every value of a grid equally likely: with answers, their likelihood alone. */
export function evenOn(grid: Grid = GRID): Posterior {
  return normalised(
    grid,
    valuesOf(grid).map(() => 1),
  );
}

/** Two independent pieces of knowledge about the same θ, on the same grid, together. */
export function combined(one: Posterior, other: Posterior): Posterior {
  return normalised(
    one.grid,
    one.mass.map((share, k) => share * (other.mass[k] ?? 0)),
  );
}

/** What is known of g said of a θ that hangs on it: θ = ρg + √(1 − ρ²)·e, e ~ N(0, 1). From g ~ N(0, 1) it stays N(0, 1). */
export function carriedOver(g: Posterior, correlation: number): Posterior {
  return blurred(g, (theta, at) => theta - correlation * at, correlation);
}

/** The other way round: what the likelihood of such a θ says of g. */
export function carriedBack(theta: Posterior, correlation: number): Posterior {
  return blurred(theta, (at, value) => value - correlation * at, correlation);
}

function blurred({ grid, mass }: Posterior, distance: (to: number, from: number) => number, correlation: number): Posterior {
  const variance = 1 - correlation ** 2;
  const values = valuesOf(grid);
  return normalised(
    grid,
    values.map((to) => mass.reduce((sum, share, k) => sum + share * Math.exp((-0.5 * distance(to, values[k] ?? 0) ** 2) / variance), 0)),
  );
}

function normalised(grid: Grid, mass: Float64Array): Posterior {
  const sum = mass.reduce((total, share) => total + share, 0);
  return { grid, mass: mass.map((share) => share / sum) };
}

// The chances of an item on a grid are needed with each of its answers; they depend on nothing else, so they are kept with the item.
const curves = new WeakMap<Grid, WeakMap<Curve, Float64Array>>();

function curveOn(item: Curve, grid: Grid): Float64Array {
  const onGrid = curves.get(grid) ?? new WeakMap<Curve, Float64Array>();
  if (!curves.has(grid)) curves.set(grid, onGrid);
  const known = onGrid.get(item) ?? valuesOf(grid).map((theta) => probability(item, theta));
  onGrid.set(item, known);
  return known;
}
