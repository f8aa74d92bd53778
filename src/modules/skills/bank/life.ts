import type { ItemState, Review } from './model.ts';

/** The steps that a version may be moved by hand; a draft becomes reviewed only by a review, and what is in use becomes something else only by being retired. */
const STEPS: Record<ItemState, ItemState[]> = { draft: ['retired'], reviewed: ['pilot', 'retired'], pilot: ['live', 'retired'], live: ['retired'], retired: [] };

/** Where a version may go next. */
export function nextStates({ state, review }: { state: ItemState; review: Review }): ItemState[] {
  return STEPS[state].filter((to) => to === 'retired' || review === 'passed');
}

/** Whether a version waits for the word of a reviewer: a draft, or a shipped one that nobody of this city has passed. */
export function awaitsReview({ state, review }: { state: ItemState; review: Review }): boolean {
  return state === 'draft' || (review === 'awaiting-local-review' && state !== 'retired');
}

/** Whether a person may review a version: nobody who has written any of it. */
export function mayReview(personId: string | undefined, editors: readonly string[]): boolean {
  return personId !== undefined && !editors.includes(personId);
}
