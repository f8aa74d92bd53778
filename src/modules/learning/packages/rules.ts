import type { Item } from './model.ts';
import type { Part } from './store.ts';

/** What a unit of cmi5 has said. */
export type Said = { completed: boolean; passed: boolean; failed: boolean };

/** Whether a unit is done by its rule of moving on (cmi5, 10.2.4 and 13.1.4: `moveOn`). */
export function movesOn(rule: Item['moveOn'], { completed, passed }: Said): boolean {
  switch (rule) {
    case 'Passed':
      return passed;
    case 'Completed':
      return completed;
    case 'CompletedAndPassed':
      return completed && passed;
    case 'CompletedOrPassed':
      return completed || passed;
    case 'NotApplicable':
      return true;
  }
}

/** How a package without rules of its own stands: done when every part is; passed when a part says so and none has failed; the score is the mean of those given. */
export function isDone(items: readonly Pick<Item, 'id'>[], parts: readonly Pick<Part, 'itemId' | 'done' | 'passed' | 'score'>[]): Pick<Part, 'done' | 'passed' | 'score'> {
  const own = items.map(({ id }) => parts.find(({ itemId }) => itemId === id));
  const done = own.every((part) => part?.done === true);
  const verdicts = own.flatMap((part) => (part === undefined || part.passed === null ? [] : [part.passed]));
  const scores = own.flatMap((part) => (part === undefined || part.score === null ? [] : [part.score]));
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return { done, passed: verdicts.includes(false) ? false : verdicts.length > 0 ? true : null, score: scores.length === 0 ? null : Math.round(mean * 10_000) / 10_000 };
}
