/** A source of repeatable chance: the same seed gives the same values in the same order, on every machine. */
export type Random = {
  /** A number in [0, 1). */
  next: () => number;
  /** A whole number in [from, to], both included. */
  int: (from: number, to: number) => number;
  /** True with this probability (0 … 1). */
  chance: (probability: number) => boolean;
  /** One of the items; throws `RangeError` when there are none. */
  pick: <T>(items: readonly T[]) => T;
  /** One of the items, the likelier the greater its weight; throws `RangeError` when there are none. */
  weighted: <T>(items: readonly (readonly [item: T, weight: number])[]) => T;
};

/** Makes the source for a seed (sfc32, state filled by splitmix32; public-domain algorithms). */
export function random(seed: number): Random {
  const state = fill(seed);
  const next = () => sfc32(state) / 4294967296;
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return { next, int, chance: (p) => next() < p, pick: (items) => pickFrom(items, next()), weighted: (items) => weightedFrom(items, next()) };
}

type State = { a: number; b: number; c: number; d: number };

function fill(seed: number): State {
  let s = seed | 0;
  const word = () => {
    s = (s + 0x9e3779b9) | 0;
    let t = s ^ (s >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t = t ^ (t >>> 15);
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) | 0;
  };
  const state = { a: word(), b: word(), c: word(), d: 1 };
  for (let i = 0; i < 12; i++) sfc32(state);
  return state;
}

function sfc32(s: State): number {
  const t = (((s.a + s.b) | 0) + s.d) | 0;
  s.d = (s.d + 1) | 0;
  s.a = s.b ^ (s.b >>> 9);
  s.b = (s.c + (s.c << 3)) | 0;
  s.c = ((s.c << 21) | (s.c >>> 11)) + t;
  s.c |= 0;
  return t >>> 0;
}

function pickFrom<T>(items: readonly T[], at: number): T {
  const item = items[Math.floor(at * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function weightedFrom<T>(items: readonly (readonly [T, number])[], at: number): T {
  let left = at * items.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  return pickFrom(items, 0)[0];
}
