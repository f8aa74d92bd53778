import type { Estimate } from './estimate.ts';
import { nextItem, standingOf, stopReason, type Sitting, type StopReason } from './sitting.ts';

/** What a person answered to an item, and how many minutes after the start. */
export type Given = { right: boolean; minutes?: number };

/** One step of a sitting: the item asked, the answer, and the estimate after it. */
export type Step = { item: string; right: boolean; estimate: Estimate };

/** A sitting played again: its steps, the estimate at the end, and why it ended (`left`: there the person answered no more). */
export type Replay = { steps: Step[]; final: Estimate; ended: StopReason | 'left' };

/**
 * Plays a sitting from its start: chooses every item anew and takes the answer from `given`. The same bank, rules, seed, closed items and answers
 * give the same steps to the last digit, so a stored sitting is confirmed by comparing. With `drawnAmong` 1, no `shares` and nothing closed it is plain
 * maximum information without control of exposure.
 */
export function replay(start: Pick<Sitting, 'bank' | 'rules' | 'seed' | 'closed'>, given: (id: string) => Given | undefined): Replay {
  let sitting: Sitting = { ...start, answers: [], minutes: 0 };
  const steps: Step[] = [];
  const end = (ended: Replay['ended']): Replay => ({ steps, final: steps.at(-1)?.estimate ?? standingOf(sitting), ended });
  for (;;) {
    const reason = stopReason(sitting);
    if (reason !== null) return end(reason);
    const item = nextItem(sitting);
    if (item === null) return end('exhausted');
    const answer = given(item.id);
    if (answer === undefined) return end('left');
    sitting = { ...sitting, answers: [...sitting.answers, { id: item.id, right: answer.right }], minutes: answer.minutes ?? sitting.minutes };
    steps.push({ item: item.id, right: answer.right, estimate: standingOf(sitting) });
  }
}
