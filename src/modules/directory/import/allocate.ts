import type { Day } from '#base/day/index.ts';

/** A place of a unit with the ranges in which somebody holds it. `id` is that of a post, or of one to be opened. */
export type Place = { id: string; title: string; kind: string; code: string | null; from: Day; to: Day; held: { from: Day; to: Day }[] };

/** A holding that needs a place from `from` until before `to`. */
export type Wanting = { line: number; title: string; kind: string; code: string | null; from: Day; to: Day };

/** Where a line goes: a place that stands, or one to be opened with it; or why it cannot go there. */
export type Allocation =
  { line: number; place: Place; opens: boolean; adoptsCode: boolean } | { line: number; problem: 'post-differs' | 'post-not-open' | 'post-held'; place: Place };

/**
 * Gives each holding of one unit a place: the one with its code, else a free one with the same title and kind, else a new one.
 * New places are as few as the overlaps allow and open on the first day they are held. `keyOf` says which texts count as the same.
 */
export function allocate(wanting: readonly Wanting[], places: readonly Place[], until: Day, newId: () => string, keyOf: (text: string) => string): Allocation[] {
  const byCode = new Map(places.flatMap((place) => (place.code === null ? [] : [[keyOf(place.code), place] as const])));
  const byTitle = Map.groupBy(places, (place) => titleKey(place, keyOf));
  const fresh = new Map<string, Place[]>();
  const open = (want: Wanting): Place => ({ id: newId(), title: want.title, kind: want.kind, code: want.code, from: want.from, to: until, held: [] });
  // Coded holdings first: they have no choice of place.
  const ordered = wanting.toSorted((a, b) => Number(a.code === null) - Number(b.code === null) || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.line - b.line));
  return ordered.map((want): Allocation => {
    const known = byTitle.get(titleKey(want, keyOf)) ?? [];
    if (want.code !== null) return allocateCoded(want, want.code, known, byCode, open, keyOf);
    const free = known.find((place) => place.code === null && fits(place, want)) ?? known.find((place) => fits(place, want));
    if (free !== undefined) return take(free, want, false, false);
    return allocateFresh(want, fresh, titleKey(want, keyOf), open);
  });
}

function allocateCoded(want: Wanting, code: string, known: Place[], byCode: Map<string, Place>, open: (want: Wanting) => Place, keyOf: (text: string) => string): Allocation {
  const named = byCode.get(keyOf(code));
  if (named !== undefined) {
    if (titleKey(named, keyOf) !== titleKey(want, keyOf)) return { line: want.line, problem: 'post-differs', place: named };
    if (named.from > want.from || named.to < want.to) return { line: want.line, problem: 'post-not-open', place: named };
    if (!isFree(named, want)) return { line: want.line, problem: 'post-held', place: named };
    return take(named, want, false, false);
  }
  const free = known.find((place) => place.code === null && fits(place, want));
  const place = free ?? open(want);
  if (free !== undefined) free.code = code;
  byCode.set(keyOf(code), place);
  return take(place, want, free === undefined, free !== undefined);
}

/** Places opened by this list that become free again stand in order of the day on which they do. */
function allocateFresh(want: Wanting, fresh: Map<string, Place[]>, key: string, open: (want: Wanting) => Place): Allocation {
  const ending = fresh.get(key) ?? [];
  fresh.set(key, ending);
  const first = ending[0];
  const reused = first !== undefined && endOf(first) <= want.from ? ending.shift() : undefined;
  const place = reused ?? open(want);
  const allocation = take(place, want, reused === undefined, false);
  if (want.to < place.to) ending.splice(position(ending, want.to), 0, place);
  return allocation;
}

function take(place: Place, want: Wanting, opens: boolean, adoptsCode: boolean): Allocation {
  place.held.push({ from: want.from, to: want.to });
  return { line: want.line, place, opens, adoptsCode };
}

function fits(place: Place, want: Wanting): boolean {
  return place.from <= want.from && want.to <= place.to && isFree(place, want);
}

function isFree(place: Place, want: Wanting): boolean {
  return place.held.every((held) => held.to <= want.from || want.to <= held.from);
}

function endOf(place: Place): Day {
  return place.held.at(-1)?.to ?? place.from;
}

function position(places: Place[], end: Day): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = places[middle];
    if (place !== undefined && endOf(place) <= end) low = middle + 1;
    else high = middle;
  }
  return low;
}

function titleKey(of: { title: string; kind: string }, keyOf: (text: string) => string): string {
  return `${of.kind} ${keyOf(of.title)}`;
}
