import { personOf, type Actor } from '#kernel/org/index.ts';

/** People remembered at the most; whoever wrote longest ago is forgotten first. */
const MOST = 10_000;

const lastWrites = new Map<string, number>();

/** Notes that somebody changed something just now, so that what they read next is computed and not given again. */
export function noteWrite(actor: Actor): void {
  const person = personOf(actor);
  if (person === undefined) return;
  lastWrites.delete(person);
  lastWrites.set(person, performance.now());
  const oldest = lastWrites.size > MOST ? lastWrites.keys().next().value : undefined;
  if (oldest !== undefined) lastWrites.delete(oldest);
}

/** When the person last changed something through this process, in milliseconds of `performance.now()`; before all time when they did not. */
export function lastWriteOf(actor: Actor): number {
  return lastWrites.get(personOf(actor) ?? '') ?? -Infinity;
}
