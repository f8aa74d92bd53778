/** How often items have been asked: in how many sittings each, among how many sittings in all, running ones included. */
export type Exposure = Readonly<{ sittings: number; asked: ReadonlyMap<string, number> }>;

/** Until so many sittings have been held, the cap counts as a share of this number: a share of the first few says nothing. */
export const FIRST_SITTINGS = 40;

/**
 * The items that a new sitting may not use, because asking them would bring the share of sittings they appeared in above `cap` (0 to 1)
 * (restricted maximum information, Revuelta & Ponsoda 1998). Fixed when the sitting starts and kept with it, so that it can be replayed.
 * Sittings that run at the same time do not see each other's items: the cap can then be passed by at most their number over all sittings.
 */
export function closedItems(ids: Iterable<string>, { sittings, asked }: Exposure, cap: number): Set<string> {
  const most = cap * Math.max(sittings + 1, FIRST_SITTINGS);
  return new Set([...ids].filter((id) => (asked.get(id) ?? 0) + 1 > most));
}
