/**
 * What an item is to the engine: four numbers of the four-parameter logistic model (Barton & Lord 1981), on the logistic metric (D = 1).
 * `a` > 0 is how sharply the item tells people apart, `b` its difficulty on the scale of θ, `c` the chance of a right answer by guessing,
 * `d` the chance that somebody far above it answers right. c = 0 and d = 1 give the 2PL, d = 1 the 3PL.
 */
export type Curve = Readonly<{ a: number; b: number; c: number; d: number }>;

/** An item of a bank. Only one item of a `family` is used in a sitting; `family` is the item's own id where it stands alone. */
export type Item = Curve & Readonly<{ id: string; area: string; family: string }>;

/** An item and whether it was answered right. Kept as a pair, so that an estimate asks for no bank. */
export type Answer = Readonly<{ item: Curve; right: boolean }>;

/** The chance of a right answer at ability `theta`, between `c` and `d`. */
export function probability({ a, b, c, d }: Curve, theta: number): number {
  return c + (d - c) / (1 + Math.exp(-a * (theta - b)));
}

/** The first and second derivative of `probability` by θ. */
export function slopes({ a, c, d }: Curve, p: number): { first: number; second: number } {
  // With L the logistic curve between 0 and 1: P' = a(d − c)L(1 − L), P'' = aP'(1 − 2L).
  const share = (p - c) / (d - c);
  const first = a * (d - c) * share * (1 - share);
  return { first, second: a * first * (1 - 2 * share) };
}

/** Fisher information of one answer about θ: P′² / (P(1 − P)). 0 where the curve is flat. */
export function information(item: Curve, theta: number): number {
  const p = probability(item, theta);
  const { first } = slopes(item, p);
  return first === 0 ? 0 : (first * first) / (p * (1 - p));
}

/** Fisher information of several items together at θ. */
export function totalInformation(items: readonly Curve[], theta: number): number {
  return items.reduce((sum, item) => sum + information(item, theta), 0);
}
