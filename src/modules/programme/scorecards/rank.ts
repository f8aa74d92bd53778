import { dividedBy, exact, fromUnits, sumOf, toUnits, unitsOf } from './decimal.ts';

/** A unit with its total in ten-thousandths; null without one. */
type Total = { id: string; total: bigint | null };

/** Where a unit stands: rank and band, null without a total; `tied` when the rank is shared. */
export type Place = { rank: number | null; tied: boolean; band: number | null };

/**
 * Standard competition ranking: as many ranks are left out as units share one (1, 2, 2, 4). A band begins with the best unit that is not yet in one and holds every
 * unit whose total is at most `band` points below: within a band the difference is too small to say who is better. Does not depend on the order of `totals`.
 */
export function rank(totals: readonly Total[], band: number): Map<string, Place> {
  const sorted = totals.flatMap(({ id, total }) => (total === null ? [] : [{ id, total }])).toSorted((a, b) => (a.total > b.total ? -1 : a.total < b.total ? 1 : 0));
  const width = unitsOf(band);
  const places = new Map<string, Place>(totals.map(({ id }) => [id, { rank: null, tied: false, band: null }]));
  let first: bigint | undefined;
  let bands = 0;
  sorted.forEach(({ id, total }) => {
    if (first === undefined || first - total > width) {
      first = total;
      bands += 1;
    }
    const better = sorted.findIndex((other) => other.total === total);
    const same = sorted.filter((other) => other.total === total).length;
    places.set(id, { rank: better + 1, tied: same > 1, band: bands });
  });
  return places;
}

/**
 * The arithmetic mean of points in ten-thousandths, rounded half up; null without any. Merged units take it of the main indicators of the former units
 * (as published for the provinces merged in 2025, DTI 2024).
 */
export function meanOf(points: readonly bigint[]): bigint | null {
  return points.length === 0 ? null : toUnits(dividedBy(sumOf(points.map(fromUnits)), exact(points.length)));
}
