/** Somebody measured twice: the ability (logits) before and after. */
export type Pair = { before: number; after: number };

/** A mean change with its standard error and the range in which it lies with 95 %. */
export type Change = { people: number; change: number; standardError: number; from: number; to: number };

/** Two standard errors on each side hold about 95 %. */
const WIDE = 1.96;

/** The mean change of people measured twice; undefined for fewer than two. What each single measurement leaves open is in the spread of the differences. */
export function meanChange(pairs: readonly Pair[]): Change | undefined {
  if (pairs.length < 2) return undefined;
  const differences = pairs.map(({ before, after }) => after - before);
  const change = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  const variance = differences.reduce((sum, one) => sum + (one - change) ** 2, 0) / (differences.length - 1);
  return ranged(differences.length, change, Math.sqrt(variance / differences.length));
}

/** By how much more the one group changed than the other in the same time: what the course may have added, with its uncertainty. */
export function addedChange(learned: Change, compared: Change): Change {
  return ranged(learned.people + compared.people, learned.change - compared.change, Math.hypot(learned.standardError, compared.standardError));
}

/** What may be said of a change: up or down only where the whole range lies on one side. */
export function sayOf({ from, to }: Change): 'up' | 'down' | 'open' {
  return from > 0 ? 'up' : to < 0 ? 'down' : 'open';
}

function ranged(people: number, change: number, standardError: number): Change {
  return { people, change, standardError, from: change - WIDE * standardError, to: change + WIDE * standardError };
}
