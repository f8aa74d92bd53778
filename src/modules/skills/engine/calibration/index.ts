import { countsOf, patternsOf, type Matrix, type Patterns } from './answers.ts';
import { errorsOf, NO_ERRORS, type Errors, type ErrorSource } from './errors.ts';
import { expect, type Expected } from './expectation.ts';
import { meanSquaresOf, sumScoreFit, type ItemFit } from './fit.ts';
import { maximise } from './maximisation.ts';
import { guessingOf, sizeOf, type Model, type Priors, type Working } from './model.ts';

export type { Matrix } from './answers.ts';
export type { ErrorSource } from './errors.ts';
export type { ItemFit } from './fit.ts';
export type { Model, Priors } from './model.ts';

/** What is calibrated, and how. */
export type CalibrationTask = Readonly<{
  answers: Matrix;
  /** How many people each row stands for; one each without it. */
  counts?: readonly number[];
  /** One model for all items, or one for each (`1pl` only for all). */
  model: Model | readonly Model[];
  priors?: Priors;
  /** Ends when no parameter moves more than this in a cycle; 0.00001 unless given. */
  tolerance?: number;
  /** Ends unfinished after so many cycles; 2,000 unless given. */
  mostCycles?: number;
}>;

/** A calibrated item: parameters on the scale on which the people have θ ~ N(0, 1), their standard errors, how many answered, and how it fits. */
export type CalibratedItem = { a: number; b: number; c: number; errors: Errors; answered: number; right: number; fit: ItemFit };

/** The outcome of a calibration. `logLikelihood` is that of the data, without priors; `parameters` how many numbers were estimated. */
export type Calibration = {
  items: CalibratedItem[];
  people: number;
  patterns: number;
  parameters: number;
  logLikelihood: number;
  aic: number;
  bic: number;
  cycles: number;
  converged: boolean;
  errorsFrom: ErrorSource;
};

/** What calibration cannot use: items that nobody, or everybody, answered right have no finite difficulty. Indices of such items. */
export function withoutVariation(answers: Matrix, counts?: readonly number[]): number[] {
  const { answered, right } = countsOf(patternsOf(answers, counts));
  return Array.from(answered.keys()).filter((i) => right[i] === 0 || right[i] === answered[i]);
}

/** Calibrates in one go; see `calibrating`. */
export function calibrate(task: CalibrationTask): Calibration {
  for (const steps = calibrating(task); ;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/**
 * Marginal maximum likelihood with the EM algorithm (Bock & Aitkin 1981) over a population N(0, 1) on 61 equally spaced nodes, sped up by squared
 * extrapolation (Varadhan & Roland 2008). Answers may be missing, as in adaptive sittings. Yields after each cycle, so that a server can do other work between.
 * Items of `withoutVariation` must be taken out before.
 */
export function* calibrating({ answers, counts, model, priors = {}, tolerance = 1e-5, mostCycles = 2000 }: CalibrationTask): Generator<number, Calibration> {
  const patterns = patternsOf(answers, counts);
  const common = model === '1pl';
  const step = (from: readonly Working[]) => {
    const expected = expect(patterns, from);
    return { expected, next: maximise(from, expected, priors, common) };
  };
  let items = startOf(patterns, model);
  let cycles = 0;
  let moved = Infinity;
  while (moved > tolerance && cycles < mostCycles) {
    const first = step(items);
    moved = distance(items, first.next);
    yield ++cycles;
    const second = step(first.next);
    yield ++cycles;
    const far = extrapolated(items, first.next, second.next);
    const third = step(far);
    yield ++cycles;
    const risen = third.expected.logLikelihood >= second.expected.logLikelihood;
    items = risen ? third.next : second.next;
  }
  return summed({ patterns, items, priors, common, cycles, converged: moved <= tolerance });
}

type Found = { patterns: Patterns; items: Working[]; priors: Priors; common: boolean; cycles: number; converged: boolean };

function summed({ patterns, items, priors, common, cycles, converged }: Found): Calibration {
  const expected: Expected = expect(patterns, items);
  const { errors, from } = errorsOf(patterns, items, priors, common);
  const counts = countsOf(patterns);
  const fits = sumScoreFit(patterns, items, common);
  const people = patterns.weight.reduce((sum, weight) => sum + weight, 0);
  const parameters = common ? items.length + 1 : items.reduce((sum, item) => sum + sizeOf(item), 0);
  const deviance = -2 * expected.logLikelihood;
  return {
    items: items.map((item, i) => ({
      a: item.slope,
      b: -item.intercept / item.slope,
      c: guessingOf(item),
      errors: errors[i] ?? NO_ERRORS,
      answered: counts.answered[i] ?? 0,
      right: counts.right[i] ?? 0,
      fit: { ...meanSquaresOf(item, i, expected), sumScore: fits?.[i] ?? null },
    })),
    people,
    patterns: patterns.weight.length,
    parameters,
    logLikelihood: expected.logLikelihood,
    aic: deviance + 2 * parameters,
    bic: deviance + parameters * Math.log(people),
    cycles,
    converged,
    errorsFrom: from,
  };
}

/** Slope 1, the intercept that the share of right answers suggests, guessing 0.15. */
function startOf(patterns: Patterns, model: CalibrationTask['model']): Working[] {
  const { answered, right } = countsOf(patterns);
  return Array.from(answered, (people, i) => {
    const share = ((right[i] ?? 0) + 0.5) / (people + 1);
    const own = typeof model === 'string' ? model : model[i];
    return { slope: 1, intercept: 1.2 * Math.log(share / (1 - share)), guess: own === '3pl' ? Math.log(0.15 / 0.85) : null };
  });
}

const numbersOf = (items: readonly Working[]): number[] => items.flatMap(({ slope, intercept, guess }) => (guess === null ? [slope, intercept] : [slope, intercept, guess]));

/** The largest change of a slope, an intercept or a chance of guessing. */
function distance(one: readonly Working[], other: readonly Working[]): number {
  const seen = (items: readonly Working[]) => items.flatMap((item) => [item.slope, item.intercept, guessingOf(item)]);
  const numbers = seen(other);
  return seen(one).reduce((most, value, k) => Math.max(most, Math.abs(value - (numbers[k] ?? 0))), 0);
}

/** Where two steps of the same kind are heading. */
function extrapolated(start: readonly Working[], once: readonly Working[], twice: readonly Working[]): Working[] {
  const [zero, one, two] = [numbersOf(start), numbersOf(once), numbersOf(twice)];
  const steps = zero.map((value, k) => (one[k] ?? 0) - value);
  const bends = zero.map((value, k) => (two[k] ?? 0) - 2 * (one[k] ?? 0) + value);
  const norm = (vector: number[]) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  const reach = norm(bends) === 0 ? 1 : Math.max(1, norm(steps) / norm(bends));
  const far = zero.map((value, k) => value + 2 * reach * (steps[k] ?? 0) + reach * reach * (bends[k] ?? 0));
  let at = 0;
  return start.map(({ guess }) => ({ slope: far[at++] ?? 1, intercept: far[at++] ?? 0, guess: guess === null ? null : Math.min(2, Math.max(-8, far[at++] ?? 0)) }));
}
