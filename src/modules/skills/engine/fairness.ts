import { tailOfChiSquare } from './chi-square.ts';

/** Answers to one item of people of about equal ability: a row for each group. */
export type Stratum = Readonly<{ reference: { right: number; wrong: number }; focal: { right: number; wrong: number } }>;

/** ETS classes of differential item functioning (Zieky 1993): A negligible, B moderate, C large. */
export type FairnessClass = 'A' | 'B' | 'C';

/** Whether an item treats a group (`focal`) as it treats the rest (`reference`) at equal ability. */
export type Fairness = {
  /** Odds of a right answer in the reference group over those in the focal group, over all strata; above 1: harder for the focal group. */
  oddsRatio: number;
  /** −2.35 ln(oddsRatio), on the delta scale of ETS; below 0: harder for the focal group. */
  delta: number;
  deltaError: number;
  /** Mantel–Haenszel chi-square with continuity correction, one degree of freedom. */
  chiSquare: number;
  p: number;
  class: FairnessClass;
};

/**
 * Mantel–Haenszel (Holland & Thayer 1988; error of Robins, Breslow & Greenland 1986). Class A: |delta| below 1 or not different from 0 at 5 %;
 * C: |delta| at least 1.5 and above 1 at 5 % (one-sided); else B. Null where no stratum has both groups, right and wrong answers.
 */
export function mantelHaenszel(strata: readonly Stratum[]): Fairness | null {
  const sums = { r: 0, s: 0, pr: 0, cross: 0, qs: 0, observed: 0, expected: 0, variance: 0 };
  for (const { reference, focal } of strata) {
    const [a, b, c, d] = [reference.right, reference.wrong, focal.right, focal.wrong];
    const n = a + b + c + d;
    if (a + b === 0 || c + d === 0) continue;
    const [r, s, p, q] = [(a * d) / n, (b * c) / n, (a + d) / n, (b + c) / n];
    sums.r += r;
    sums.s += s;
    sums.pr += p * r;
    sums.cross += p * s + q * r;
    sums.qs += q * s;
    sums.observed += a;
    sums.expected += ((a + b) * (a + c)) / n;
    sums.variance += n === 1 ? 0 : ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1));
  }
  const { r, s } = sums;
  if (r === 0 || s === 0 || sums.variance === 0) return null;
  const error = Math.sqrt(sums.pr / (2 * r * r) + sums.cross / (2 * r * s) + sums.qs / (2 * s * s));
  const chiSquare = Math.max(0, Math.abs(sums.observed - sums.expected) - 0.5) ** 2 / sums.variance;
  const [delta, deltaError] = [-2.35 * Math.log(r / s), 2.35 * error];
  const p = tailOfChiSquare(chiSquare, 1);
  return { oddsRatio: r / s, delta, deltaError, chiSquare, p, class: classOf(Math.abs(delta), deltaError, p) };
}

/** One person's answer to an item, with what people are matched by: a sum score, or θ. */
export type Matched = Readonly<{ focal: boolean; right: boolean; matchedBy: number }>;

/** Strata of about equal ability: cut at `groups` quantiles of `matchedBy` (10 unless given); people of equal value stay together. */
export function strataOf(answers: readonly Matched[], groups = 10): Stratum[] {
  const sorted = answers.map(({ matchedBy }) => matchedBy).sort((one, other) => one - other);
  const cuts = Array.from({ length: groups - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / groups)] ?? Infinity);
  const strata = Array.from({ length: groups }, () => ({ reference: { right: 0, wrong: 0 }, focal: { right: 0, wrong: 0 } }));
  for (const { focal, right, matchedBy } of answers) {
    const stratum = strata[cuts.filter((cut) => matchedBy >= cut).length];
    if (stratum !== undefined) stratum[focal ? 'focal' : 'reference'][right ? 'right' : 'wrong'] += 1;
  }
  return strata;
}

function classOf(size: number, error: number, p: number): FairnessClass {
  if (size < 1 || p >= 0.05) return 'A';
  return size >= 1.5 && (size - 1) / error > 1.645 ? 'C' : 'B';
}
