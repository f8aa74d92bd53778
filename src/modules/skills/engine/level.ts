import { carriedBack, carriedOver, combined, deviationOf, evenOn, intervalOf, meanOf, posteriorOf, priorOn, probabilityAbove, type Posterior } from './posterior.ts';
import { answersOf, areasOf, type Sitting } from './sitting.ts';
import type { Bounded } from './estimate.ts';

/** How far a level can be relied on: `sure` from 90 %, `likely` from 70 %, else `open`. */
export type Certainty = 'sure' | 'likely' | 'open';

/** The level that θ lies at. Level 0 is below the first cut, level k at or above the k-th. */
export type Level = {
  /** The highest level that is reached with a probability of at least a half. */
  level: number;
  /** Probability of each level from 0 up; together 1. */
  probabilities: number[];
  certainty: Certainty;
  /** The highest level that is reached with a probability of at least 95 %: "at least level k". */
  assured: number;
  /** The next likely level, to be named beside it; null when the level is sure. */
  beside: number | null;
};

/** What is known of a person in one area, or over all: θ, its error, its 95 % interval and its level. */
export type Measure = Bounded & { from: number; to: number; answers: number; level: Level };

/** Correlation between an area and the overall ability that area estimates start from until it has been measured; an assumption, printed with every result. */
export const AREA_CORRELATION = 0.8;

const SURE = 0.9;
const LIKELY = 0.7;
const ASSURED = 0.95;
// So that a level exactly on the middle does not hang on the last digit.
const ROUNDING = 1e-9;

/** The level of a posterior between ascending cuts on the θ scale. */
export function levelOf(posterior: Posterior, cuts: readonly number[]): Level {
  const atLeast = [1, ...cuts.map((cut) => probabilityAbove(posterior, cut)), 0];
  const probabilities = cuts.concat(0).map((_, level) => (atLeast[level] ?? 0) - (atLeast[level + 1] ?? 0));
  const reached = (probability: number) => cuts.findLastIndex((_, k) => (atLeast[k + 1] ?? 0) >= probability - ROUNDING) + 1;
  const level = reached(0.5);
  const share = probabilities[level] ?? 0;
  const certainty = share >= SURE ? 'sure' : share >= LIKELY ? 'likely' : 'open';
  return { level, probabilities, certainty, assured: reached(ASSURED), beside: certainty === 'sure' ? null : besideOf(probabilities, level) };
}

/** The overall measure of a sitting: EAP under N(0, 1) from all its answers. */
export function overallOf(sitting: Pick<Sitting, 'bank' | 'answers'>, cuts: readonly number[]): Measure {
  return measureOf(posteriorOf(answersOf(sitting)), sitting.answers.length, cuts);
}

/**
 * The measure of every area of the bank under a second-order model (de la Torre & Song 2009): θ_area = ρ·g + √(1 − ρ²)·e, g and e ~ N(0, 1), ρ = `correlation`.
 * What the answers in the other areas say of g is carried over to the area and serves as its prior; its own answers are then counted, once.
 * So an area without answers keeps an honest, wide error, and one with many stands on its own.
 */
export function measureAreas(sitting: Pick<Sitting, 'bank' | 'answers'>, cuts: readonly number[], correlation = AREA_CORRELATION): Map<string, Measure> {
  const areaOf = new Map(sitting.bank.map(({ id, area }) => [id, area]));
  const areas = areasOf(sitting.bank).map((area) => {
    const own = answersOf({ bank: sitting.bank, answers: sitting.answers.filter(({ id }) => areaOf.get(id) === area) });
    return { area, own, says: carriedBack(posteriorOf(own, evenOn()), correlation) };
  });
  return new Map(
    areas.map(({ area, own }) => {
      const elsewhere = areas.filter((other) => other.area !== area).reduce((known, { says }) => combined(known, says), priorOn());
      return [area, measureOf(posteriorOf(own, carriedOver(elsewhere, correlation)), own.length, cuts)];
    }),
  );
}

function measureOf(posterior: Posterior, answers: number, cuts: readonly number[]): Measure {
  return { theta: meanOf(posterior), standardError: deviationOf(posterior), ...intervalOf(posterior), answers, level: levelOf(posterior, cuts) };
}

function besideOf(probabilities: readonly number[], level: number): number | null {
  const [below, above] = [probabilities[level - 1] ?? -1, probabilities[level + 1] ?? -1];
  if (below < 0 && above < 0) return null;
  return above > below ? level + 1 : level - 1;
}
