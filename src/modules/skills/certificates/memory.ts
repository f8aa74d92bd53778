import { computeDecayFactor, forgetting_curve, fsrs, Rating } from 'ts-fsrs';
import { addDays, daysBetween, type Day } from '#base/day/index.ts';

/**
 * How firmly something is likely to be remembered, in the model FSRS 6: `stability` in days until nine tenths are retained, `difficulty` from 1 to 10,
 * both as of `day`.
 */
export type Memory = { stability: number; difficulty: number; day: Day };

/** What a probe showed of a competence: right at once, right at the second question, wrong twice. */
export type Shown = 'right' | 'unsure' | 'wrong';

const scheduler = fsrs({ enable_fuzz: false, enable_short_term: false });
const { decay, factor } = computeDecayFactor(scheduler.parameters.w);
const GRADES = { right: Rating.Good, unsure: Rating.Hard, wrong: Rating.Again } as const;

/**
 * Days until nine tenths are retained, by how the competence was answered in the sitting: everything right, some, nothing. Our own assumption: of a German authority's
 * staff awareness was fine after four months and lost after six, and what was shown in an examination is firmer than that. To be replaced by what our own probes show.
 */
const START = { all: 180, some: 120, none: 60 };
/** The middle of 1 to 10. */
const DIFFICULTY = 5;

/** The memory of a competence of which `right` of `asked` questions were answered rightly in a sitting. */
export function memoryAfter(day: Day, { right, asked }: { right: number; asked: number }): Memory {
  return { stability: right === asked ? START.all : right > 0 ? START.some : START.none, difficulty: DIFFICULTY, day };
}

/** Share that is likely to be retained on a day, 0 to 1; 1 on and before the day of the memory. */
export function retained(memory: Memory, day: Day): number {
  return forgetting_curve([...scheduler.parameters.w], Math.max(0, daysBetween(memory.day, day)), memory.stability);
}

/** The first day on which less than `share` (0 to 1, exclusive) is likely to be retained. */
export function fadesBelow(memory: Memory, share: number): Day {
  const days = (memory.stability / factor) * (share ** (1 / decay) - 1);
  // The curve is rounded to eight places, so the day itself is looked at.
  const first = Math.max(1, Math.floor(days) - 1);
  const found = [0, 1, 2, 3].find((more) => retained(memory, addDays(memory.day, first + more)) < share);
  return addDays(memory.day, first + (found ?? 3));
}

/** The memory after a probe on a day. */
export function refreshed(memory: Memory, day: Day, shown: Shown): Memory {
  const days = Math.max(0, daysBetween(memory.day, day));
  const { stability, difficulty } = scheduler.next_state({ stability: memory.stability, difficulty: memory.difficulty }, days, GRADES[shown]);
  return { stability, difficulty, day };
}
