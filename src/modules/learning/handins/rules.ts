import type { Block } from '#content/learning/course.ts';
import { RUBRIC_LEVELS } from '#content/learning/course.ts';
import type { InputError } from '#base/problem/index.ts';
import type { Mark } from './model.ts';

/** An assignment of a lesson. */
export type Assignment = Extract<Block, { kind: 'assignment' }>;

/** Days in which a learner may contest marks, counted from the day after they were given. */
export const CONTEST_DAYS = 15;

/** What is wrong with marks: a criterion that is missing, given twice, not of this assignment, or without a reason. */
export function markFaults({ criteria }: Assignment, marks: readonly Mark[]): InputError[] {
  const missing = criteria
    .filter(({ id }) => marks.filter(({ criterion }) => criterion === id).length !== 1)
    .map(({ id }) => ({ at: `/level-${id}`, code: 'learning-handins.mark-missing' }));
  const strange = marks
    .filter(({ criterion }) => !criteria.some(({ id }) => id === criterion))
    .map(({ criterion }) => ({ at: `/level-${criterion}`, code: 'learning-handins.mark-strange' }));
  const bare = marks.filter(({ reason }) => reason.trim().length < 5).map(({ criterion }) => ({ at: `/reason-${criterion}`, code: 'learning-handins.reason-missing' }));
  return [...missing, ...strange, ...bare];
}

/** Points of marks (0 to 2 each), and whether they suffice. */
export function resultOf({ pass }: Assignment, marks: readonly Mark[]): { points: number; passed: boolean } {
  const points = marks.reduce((sum, { level }) => sum + RUBRIC_LEVELS.indexOf(level), 0);
  return { points, passed: points >= pass };
}

/** What is missing from something that is to be handed in; `file`: whether there is one. */
export function handInFaults({ hand_in }: Assignment, text: string, file: boolean): InputError[] {
  const wantsText = hand_in === 'text' || (hand_in === 'both' && !file);
  if (wantsText && text.trim().length < 20) return [{ at: '/text', code: hand_in === 'both' ? 'learning-handins.text-or-file' : 'learning-handins.text-missing' }];
  return hand_in === 'file' && !file ? [{ at: '/file', code: 'learning-handins.file-missing' }] : [];
}
