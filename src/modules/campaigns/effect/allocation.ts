import { hash } from 'node:crypto';

/**
 * Draws in which step each unit starts, so that steps are as equal in number as they can be: units in the order of the SHA-256 of `seed` and their id, dealt out one after the other.
 * Whoever knows seed and units can repeat it; nobody can choose. Steps count from 1.
 */
export function allocateSteps(units: readonly string[], steps: number, seed: string): Map<string, number> {
  const drawn = units.toSorted((a, b) => compare(hash('sha256', `${seed} ${a}`), hash('sha256', `${seed} ${b}`)));
  return new Map(drawn.map((unit, place) => [unit, (place % steps) + 1]));
}

/** Whether a line falls into a sample of a share (0 to 1), by the SHA-256 of seed and id; the same answer each time. */
export function isDrawn(id: string, share: number, seed: string): boolean {
  return Number.parseInt(hash('sha256', `${seed} ${id}`).slice(0, 12), 16) / 16 ** 12 < share;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
