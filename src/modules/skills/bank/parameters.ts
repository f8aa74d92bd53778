import type { Item } from '#content/skills/item.ts';

/** Discrimination, difficulty in logits, and chance of a right guess, with where they come from. */
export type Parameters = { a: number; b: number; c: number; source: 'expert' | 'calibrated' };

/**
 * The starting values of an item: its authors' difficulty, a discrimination of 1, and for a single choice the chance of guessing. They are
 * stated, not measured, and stay marked `expert` until answers have calibrated them.
 */
export function expertParameters(item: Item): Parameters {
  const options = Object.keys(item.text.vi.options ?? {}).length;
  return { a: 1, b: item.difficulty, c: item.kind === 'single' && options > 0 ? Math.round(1000 / options) / 1000 : 0, source: 'expert' };
}
