import type { TestPlan } from '../model.ts';

/** What a test says of a person. */
export type Decision = 'understood' | 'not-yet';

/** The plan of a campaign unless it says otherwise. Guessing: one of three or four options, with the tempting ones left out by common sense; slip: one in ten. */
export const DEFAULT_PLAN: TestPlan = { falseYes: 0.05, falseNo: 0.05, guess: 0.3, slip: 0.1, least: 3, most: 8 };

/** What a plan really does, computed exactly: shares from 0 to 1, lengths in questions. */
export type Exact = {
  /** Share of people who have not understood, and answer right with the chance of guessing, that are taken to have. */
  falseYes: number;
  /** Share of people who have understood, and answer wrong with the chance of a slip, that are taken not to have. */
  falseNo: number;
  /** Questions on average to somebody who has understood. */
  lengthUnderstood: number;
  /** Questions on average to somebody who has not. */
  lengthNotYet: number;
  /** Right answers that are enough when the questions run out. */
  cut: number;
};

/**
 * Wald's bounds on the logarithm of the likelihood ratio: at `upper` or above it is understood, at `lower` or below it is not yet.
 * A. Wald, "Sequential Tests of Statistical Hypotheses", Annals of Mathematical Statistics 16 (1945), 117–186.
 */
export function boundsOf({ falseYes, falseNo }: Pick<TestPlan, 'falseYes' | 'falseNo'>): { upper: number; lower: number } {
  return { upper: Math.log((1 - falseNo) / falseYes), lower: Math.log(falseNo / (1 - falseYes)) };
}

/** The logarithm of the likelihood ratio, understood against not, after so many right and wrong answers. */
export function ratioOf({ guess, slip }: Pick<TestPlan, 'guess' | 'slip'>, right: number, wrong: number): number {
  return right * Math.log((1 - slip) / guess) + wrong * Math.log(slip / (1 - guess));
}

/** Plans are few and asked about at every answer: what was worked out is kept, up to so many. */
const MOST_KEPT = 200;
const exacts = new Map<string, Exact>();
const plans = new Map<string, TestPlan>();

function remembered<T>(kept: Map<string, T>, { falseYes, falseNo, guess, slip, least, most }: TestPlan, more: string, work: () => T): T {
  const key = [falseYes, falseNo, guess, slip, least, most, more].join(' ');
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = work();
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
}

/** The decision after so many answers, or undefined when another question is to be asked. `cut` is that of `exactOf(plan)`. */
export function decisionAfter(plan: TestPlan, cut: number, right: number, wrong: number): Decision | undefined {
  const asked = right + wrong;
  if (asked < plan.least) return undefined;
  const ratio = ratioOf(plan, right, wrong);
  const { upper, lower } = boundsOf(plan);
  if (ratio >= upper) return 'understood';
  if (ratio <= lower) return 'not-yet';
  if (asked < plan.most) return undefined;
  return right >= cut ? 'understood' : 'not-yet';
}

/**
 * What a plan does to people who answer with the chance of guessing and to those who answer with the chance of a slip, by adding up every course that the test can take.
 * When the questions run out, `cut` right answers are enough: the fewest that keep `falseYes`.
 */
export function exactOf(plan: TestPlan): Exact {
  return remembered(exacts, plan, '', () => computed(plan));
}

function computed(plan: TestPlan): Exact {
  let cut = Math.ceil(plan.most / 2);
  while (cut <= plan.most && chanceOf(plan, cut, plan.guess).yes > plan.falseYes) cut += 1;
  const notYet = chanceOf(plan, cut, plan.guess);
  const understood = chanceOf(plan, cut, 1 - plan.slip);
  return { falseYes: notYet.yes, falseNo: 1 - understood.yes, lengthUnderstood: understood.length, lengthNotYet: notYet.length, cut };
}

/** How the test ends for somebody who answers each question right with the same chance: share that is taken to have understood, and questions on average. */
export function chanceOf(plan: TestPlan, cut: number, right: number): { yes: number; length: number } {
  // open[r]: chance of being still undecided after n questions with r of them right.
  let open = [1];
  let yes = 0;
  let length = 0;
  for (let asked = 1; asked <= plan.most; asked += 1) {
    length += open.reduce((sum, chance) => sum + chance, 0);
    const next = Array.from({ length: asked + 1 }, (_, n) => (open[n - 1] ?? 0) * right + (open[n] ?? 0) * (1 - right));
    open = next.map((chance, n) => {
      const decision = decisionAfter(plan, cut, n, asked - n);
      if (decision === 'understood') yes += chance;
      return decision === undefined ? chance : 0;
    });
  }
  return { yes, length };
}

/** Whether a plan keeps the error rates that it states. */
export function keepsRates(plan: TestPlan): boolean {
  if (plan.least > plan.most || plan.guess >= 1 - plan.slip) return false;
  const exact = exactOf(plan);
  return exact.falseYes <= plan.falseYes + 1e-12 && exact.falseNo <= plan.falseNo + 1e-12;
}

/** The plan as a message with so many families can follow it, no family being asked twice in a test: with the most questions that keep the error rates, else as many as there are. */
export function planFor(plan: TestPlan, families: number): TestPlan {
  return remembered(plans, plan, String(families), () => cutTo(plan, families));
}

function cutTo(plan: TestPlan, families: number): TestPlan {
  const at = (most: number): TestPlan => ({ ...plan, most, least: Math.min(plan.least, most) });
  const top = Math.min(plan.most, families);
  for (let most = top; most >= plan.least; most -= 1) {
    if (keepsRates(at(most))) return at(most);
  }
  return at(top);
}

/** The fewest families with which a plan keeps its error rates; undefined when even the most questions that it allows do not. */
export function familiesNeeded(plan: TestPlan): number | undefined {
  for (let families = plan.least; families <= plan.most; families += 1) {
    if (keepsRates(planFor(plan, families))) return families;
  }
  return undefined;
}
