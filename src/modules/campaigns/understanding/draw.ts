import { hash } from 'node:crypto';

/** An item that can be asked. */
export type Askable = { family: string; itemId: string; itemVersion: number };

/** What a person met before in tests on the message. */
export type Met = { family: string; itemId: string; correct: boolean | null };

/**
 * The order in which a test may ask: all items of the families that `first` names, by turns, then one of each other family, of those answered wrongly last time before the rest, which come by chance;
 * of a family an item that the person has not met comes before one that they have. Chance is a hash of `seed`, so a test can be replayed. Pure.
 */
export function drawOrder(items: readonly Askable[], met: readonly Met[], first: readonly string[], seed: string): Askable[] {
  const chance = (what: string): string => hash('sha256', `${seed} ${what}`);
  const wrong = new Set(met.filter(({ correct }) => correct === false).map(({ family }) => family));
  const times = new Map<string, number>();
  for (const { itemId } of met) times.set(itemId, (times.get(itemId) ?? 0) + 1);
  const families = [...Map.groupBy(items, ({ family }) => family)].map(([family, own]) => ({
    family,
    own: own.toSorted((a, b) => (times.get(a.itemId) ?? 0) - (times.get(b.itemId) ?? 0) || compare(chance(a.itemId), chance(b.itemId))),
    rank: first.includes(family) ? 0 : wrong.has(family) ? 1 : 2,
  }));
  const inOrder = families.toSorted((a, b) => a.rank - b.rank || compare(chance(a.family), chance(b.family)));
  const changed = inOrder.filter(({ rank }) => rank === 0).flatMap(({ own }) => own.map((item, turn) => ({ item, turn })));
  return [...changed.toSorted((a, b) => a.turn - b.turn).map(({ item }) => item), ...inOrder.filter(({ rank }) => rank > 0).flatMap(({ own: [item] }) => item ?? [])];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
