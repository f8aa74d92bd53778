import type { AwarenessForm } from '#content/skills/awareness.ts';
import { PARTS, questionsOf, type PartId, type Question } from './form.ts';

/** The scores of the parts, 0 to 100; null where nothing counts ("not part of my work" throughout). */
export type Scores = Record<PartId, number | null>;

/** What an answer counts, from 0 to 1; a reversed statement counts the other way round; null when it counts nothing or is none of the choices. */
export function creditOf(question: Question, given: string | undefined): number | null {
  const credit = question.choices.find(({ id }) => id === given)?.credit ?? null;
  if (credit === null) return null;
  const share = credit / Math.max(...question.choices.map((choice) => choice.credit ?? 0));
  return question.reversed === true ? 1 - share : share;
}

/** The score of each part: 100 × the mean of what its answers count. */
export function scoresOf(form: AwarenessForm, given: ReadonlyMap<string, string>): Scores {
  const questions = questionsOf(form);
  const score = (part: PartId): number | null => {
    const credits = questions.filter((question) => question.part === part).flatMap((question) => creditOf(question, given.get(question.id)) ?? []);
    return credits.length === 0 ? null : Math.round((1000 * credits.reduce((sum, one) => sum + one, 0)) / credits.length) / 10;
  };
  return { knowledge: score('knowledge'), attitude: score('attitude'), practice: score('practice'), situations: score('situations') };
}

/** Whether the scores count as aware: their mean reaches `mean`, and none lies below `each`; parts without a score are left out. Our own rule, in the content. */
export function isAware({ aware }: Pick<AwarenessForm, 'aware'>, scores: Scores): boolean {
  const known = PARTS.flatMap((part) => scores[part] ?? []);
  return known.length > 0 && known.every((score) => score >= aware.each) && known.reduce((sum, one) => sum + one, 0) / known.length >= aware.mean;
}

/** How a self-rated level stands against the probabilities of the measured levels (from 0 up). `gap`: self-rated minus expected level. */
export type SelfView = { expected: number; gap: number; verdict: 'over' | 'near' | 'under' };

/** So improbable must it be that the level one gave oneself is reached (or kept below) before Khuê speaks of a gap. */
const IMPROBABLE = 0.2;

/**
 * Compares how one sees oneself with what was measured. `over`: a level at least as high as the self-rated one has a probability below 20 %; `under`: a level at
 * most as high has; otherwise `near`, so that the error of the measurement is never held against anybody.
 */
export function selfViewOf(level: number, probabilities: readonly number[]): SelfView {
  const sum = (from: number, to: number) => probabilities.slice(from, to).reduce((total, one) => total + one, 0);
  const expected = probabilities.reduce((total, share, at) => total + share * at, 0);
  const verdict = sum(level, probabilities.length) < IMPROBABLE ? 'over' : sum(0, level + 1) < IMPROBABLE ? 'under' : 'near';
  return { expected, gap: level - expected, verdict };
}
