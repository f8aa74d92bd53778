import { estimate, isBounded, type Assumptions, type Estimate, type Estimator } from './estimate.ts';
import { information, type Answer, type Item } from './model.ts';
import { posteriorOf, priorOn, probabilityAbove, type Posterior } from './posterior.ts';
import { randomOf } from './random.ts';

/** When a sitting ends. A rule that is left out does not end it. */
export type StopRule = Readonly<{
  /** Nothing but the number of items, the time and an empty bank ends a sitting before these: items in all, and in each area of the bank. */
  minimum?: { items: number; perArea: number };
  /** The standard error is at or below this. */
  standardError?: number;
  /** For every cut the posterior probability of lying above it, or of lying below it, is at least `probability`. */
  boundary?: { cuts: readonly number[]; probability: number };
  /** At most so many items. */
  items?: number;
  /** At most so many minutes since the start. */
  minutes?: number;
}>;

/** How a sitting chooses items and ends. Part of the version of a test; the same for everybody who sits it. */
export type Rules = Readonly<{
  estimator: Estimator;
  /** Grid and prior where they are not the usual ones: to compare with other programs. */
  assumptions?: Assumptions;
  /** θ for which the first item is chosen. */
  start: number;
  /** An item is drawn among so many of the most informative ones; 1 takes always the best. */
  drawnAmong: number;
  /** Share of each area in the items, together 1; null: areas play no part in the choice. */
  shares: Readonly<Record<string, number>> | null;
  stop: StopRule;
}>;

/** A sitting as it stands: all that decides what comes next, and nothing else. */
export type Sitting = Readonly<{
  bank: readonly Item[];
  rules: Rules;
  /** Seeds the draws: the id of the sitting. */
  seed: string;
  /** Ids of items that this sitting may not use (`closedItems`), fixed when it starts. */
  closed: ReadonlySet<string>;
  /** What was answered, in this order. */
  answers: readonly { id: string; right: boolean }[];
  /** Minutes since the start, pauses and granted extra time taken off. */
  minutes: number;
}>;

/** Why a sitting ends. */
export type StopReason = 'standard-error' | 'boundary' | 'items' | 'minutes' | 'exhausted';

/** θ taken for choosing an item where the estimate is unbounded: so far above or below the mean. */
export const UNBOUNDED_AT = 4;

/** The answers of a sitting with their items; an id that the bank does not hold is a defect of the caller. */
export function answersOf({ bank, answers }: Pick<Sitting, 'bank' | 'answers'>): Answer[] {
  const items = new Map(bank.map((item) => [item.id, item]));
  return answers.map(({ id, right }) => {
    const item = items.get(id);
    if (item === undefined) throw new Error(`item ${id} is answered but not in the bank`);
    return { item, right };
  });
}

/**
 * The item to ask next, or null when none is left. Among the open items (not asked, not closed, no item of their family asked) those of the area furthest
 * below its share; among these the `drawnAmong` most informative at the present θ (maximum Fisher information); among these a seeded draw
 * (randomesque, Kingsbury & Zara 1989). The same sitting gives the same item.
 */
export function nextItem(sitting: Sitting): Item | null {
  const { rules, answers, seed } = sitting;
  const open = openItems(sitting);
  if (open.length === 0) return null;
  const random = randomOf(`${seed}/${answers.length}`);
  const area = rules.shares === null ? null : areaBehind(sitting, open, random);
  const theta = thetaOf(sitting);
  const ranked = open
    .filter((item) => area === null || item.area === area)
    .map((item) => ({ item, worth: information(item, theta) }))
    .sort((one, other) => other.worth - one.worth)
    .slice(0, rules.drawnAmong);
  return ranked[Math.floor(random() * ranked.length)]?.item ?? null;
}

/** Why the sitting is over, or null while it goes on. The rule of precision comes first: it says the most. */
export function stopReason(sitting: Sitting): StopReason | null {
  const { rules, answers, minutes } = sitting;
  const { standardError, boundary, items, minutes: most } = rules.stop;
  if (hasMinimum(sitting)) {
    const now = answers.length === 0 ? null : standingOf(sitting);
    if (standardError !== undefined && now !== null && isBounded(now) && now.standardError <= standardError) return 'standard-error';
    if (boundary !== undefined && isDecided(posteriorOf(answersOf(sitting), priorOn(rules.assumptions?.grid, rules.assumptions?.prior)), boundary)) return 'boundary';
  }
  if (items !== undefined && answers.length >= items) return 'items';
  if (most !== undefined && minutes >= most) return 'minutes';
  return openItems(sitting).length === 0 ? 'exhausted' : null;
}

/** θ of a sitting by the estimator of its rules. */
export function standingOf(sitting: Sitting): Estimate {
  return estimate(answersOf(sitting), sitting.rules.estimator, sitting.rules.assumptions);
}

/** Whether the minimum of items, in all and in every area of the bank, has been asked. */
export function hasMinimum({ bank, rules, answers }: Sitting): boolean {
  const { items, perArea } = rules.stop.minimum ?? { items: 0, perArea: 0 };
  if (answers.length < items) return false;
  const asked = countByArea(bank, answers);
  return perArea === 0 || areasOf(bank).every((area) => (asked.get(area) ?? 0) >= perArea);
}

/** The areas of a bank in the order in which they first occur. */
export function areasOf(bank: readonly Item[]): string[] {
  return [...new Set(bank.map(({ area }) => area))];
}

function openItems({ bank, closed, answers }: Sitting): Item[] {
  const asked = new Set(answers.map(({ id }) => id));
  const families = new Set(bank.filter(({ id }) => asked.has(id)).map(({ family }) => family));
  return bank.filter((item) => !closed.has(item.id) && !families.has(item.family));
}

/** Areas below their minimum first; then the one whose share of the next count is furthest from being reached; a tie is drawn. */
function areaBehind({ bank, rules, answers }: Sitting, open: readonly Item[], random: () => number): string {
  const asked = countByArea(bank, answers);
  const minimum = rules.stop.minimum?.perArea ?? 0;
  const all = areasOf(open);
  const uncovered = all.filter((area) => (asked.get(area) ?? 0) < minimum);
  const behind = (uncovered.length > 0 ? uncovered : all).map((area) => ({ area, deficit: (rules.shares?.[area] ?? 0) * (answers.length + 1) - (asked.get(area) ?? 0) }));
  const most = Math.max(...behind.map(({ deficit }) => deficit));
  const tied = behind.filter(({ deficit }) => deficit > most - 1e-9);
  return tied[Math.floor(random() * tied.length)]?.area ?? '';
}

function countByArea(bank: readonly Item[], answers: Sitting['answers']): Map<string, number> {
  const areas = new Map(bank.map(({ id, area }) => [id, area]));
  const count = new Map<string, number>();
  for (const { id } of answers) {
    const area = areas.get(id) ?? '';
    count.set(area, (count.get(area) ?? 0) + 1);
  }
  return count;
}

function thetaOf(sitting: Sitting): number {
  if (sitting.answers.length === 0) return sitting.rules.start;
  const now = standingOf(sitting);
  if (isBounded(now)) return now.theta;
  return now.unbounded === 'above' ? UNBOUNDED_AT : -UNBOUNDED_AT;
}

function isDecided(posterior: Posterior, { cuts, probability }: { cuts: readonly number[]; probability: number }): boolean {
  return cuts.every((cut) => {
    const above = probabilityAbove(posterior, cut);
    return Math.max(above, 1 - above) >= probability;
  });
}
