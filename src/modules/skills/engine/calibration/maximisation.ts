import type { Expected } from './expectation.ts';
import { inverse, times } from './algebra.ts';
import { chanceAt, gradientAt, NODES, priorPull, sizeOf, type Priors, type Working } from './model.ts';

const ROUNDS = 8;
const LONGEST_STEP = 1;
/** Bounds of the working guess: c from 0.0003 to 0.88. */
const [LEAST_GUESS, MOST_GUESS] = [-8, 2];

/** The M-step: every item anew from what is expected of it, by Fisher scoring; with `common` all keep one slope. */
export function maximise(items: readonly Working[], expected: Expected, priors: Priors, common: boolean): Working[] {
  if (common) return maximiseCommon(items, expected);
  return items.map((item, i) => maximiseItem(item, i, expected, priors));
}

/** Score of item `i` (derivatives of the log-likelihood and the priors) and its expected information, row by row. */
export function scoreOf(item: Working, i: number, expected: Expected, priors: Priors): { score: number[]; information: number[][] } {
  const size = sizeOf(item);
  const score = Array.from({ length: size }, () => 0);
  const matrix = score.map(() => score.map(() => 0));
  for (const [q, theta] of NODES.entries()) {
    const right = expected.right[i * NODES.length + q] ?? 0;
    const people = right + (expected.wrong[i * NODES.length + q] ?? 0);
    if (people === 0) continue;
    const p = chanceAt(item, theta);
    const gradient = gradientAt(item, theta);
    const [residual, weight] = [(right - people * p) / (p * (1 - p)), people / (p * (1 - p))];
    gradient.forEach((one, row) => {
      score[row] = (score[row] ?? 0) + residual * one;
      gradient.forEach((other, column) => addTo(matrix, row, column, weight * one * other));
    });
  }
  const pull = priorPull(item, priors);
  score[0] = (score[0] ?? 0) + pull.slope;
  addTo(matrix, 0, 0, pull.slopeCurve);
  if (item.guess !== null) {
    score[2] = (score[2] ?? 0) + pull.guess;
    addTo(matrix, 2, 2, pull.guessCurve);
  }
  return { score, information: matrix };
}

function maximiseItem(start: Working, i: number, expected: Expected, priors: Priors): Working {
  let item = start;
  for (let round = 0; round < ROUNDS; round++) {
    const { score, information } = scoreOf(item, i, expected, priors);
    // A little added to the diagonal keeps the step finite where the data say nothing of a parameter.
    information.forEach((_, k) => addTo(information, k, k, 1e-6));
    const turned = inverse(information);
    if (turned === null) return item;
    const step = times(turned, score);
    const longest = Math.max(...step.map(Math.abs));
    item = moved(item, step, longest > LONGEST_STEP ? LONGEST_STEP / longest : 1);
    if (longest < 1e-8) break;
  }
  return item;
}

function maximiseCommon(start: readonly Working[], expected: Expected): Working[] {
  let items = [...start];
  for (let round = 0; round < ROUNDS; round++) {
    let [slopeScore, slopeInformation] = [0, 0];
    const scores = items.map((item, i) => scoreOf(item, i, expected, {}));
    for (const { score, information } of scores) {
      // What is left of the slope once each item's own intercept has followed (Schur complement).
      const [own, cross, other] = [information[0]?.[0] ?? 0, information[0]?.[1] ?? 0, information[1]?.[1] ?? 1];
      slopeScore += (score[0] ?? 0) - (cross / other) * (score[1] ?? 0);
      slopeInformation += own - (cross * cross) / other;
    }
    const slope = slopeScore / slopeInformation;
    items = items.map((item, i) => {
      const { score, information } = scores[i] ?? { score: [], information: [] };
      const step = ((score[1] ?? 0) - (information[0]?.[1] ?? 0) * slope) / (information[1]?.[1] ?? 1);
      return { ...item, slope: item.slope + slope, intercept: item.intercept + step };
    });
    if (Math.abs(slope) < 1e-8) break;
  }
  return items;
}

function moved(item: Working, step: readonly number[], share: number): Working {
  const guess = item.guess === null ? null : Math.min(MOST_GUESS, Math.max(LEAST_GUESS, item.guess + share * (step[2] ?? 0)));
  return { slope: item.slope + share * (step[0] ?? 0), intercept: item.intercept + share * (step[1] ?? 0), guess };
}

function addTo(matrix: number[][], row: number, column: number, value: number): void {
  const line = matrix[row];
  if (line !== undefined) line[column] = (line[column] ?? 0) + value;
}
