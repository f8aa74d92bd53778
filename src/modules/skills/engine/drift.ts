/** What of a calibrated item is compared: parameters with their standard errors. */
export type Drifting = Readonly<{ id: string; a: number; b: number; errors: Readonly<{ a: number | null; b: number | null }> }>;

/** How an item changed between two calibrations: later minus earlier on the earlier scale, standard error, and their quotient; null where an error is unknown. */
export type Drift = { id: string; a: Difference; b: Difference };

/** A difference with its error. |z| above 2.58 is rarer than 1 % where nothing changed. */
export type Difference = { by: number; standardError: number | null; z: number | null };

/**
 * Compares items of two calibrations. The later one is first brought to the scale of the earlier one by the mean and deviation of the difficulties of
 * the items in both (mean/sigma, Marco 1977), so that people who have learnt do not look like items that have become easier. The error of that link is
 * not in the standard errors. Fewer than two items in both: no answer can be given, an empty list.
 */
export function driftBetween(earlier: readonly Drifting[], later: readonly Drifting[]): Drift[] {
  const after = new Map(later.map((item) => [item.id, item]));
  const pairs = earlier.flatMap((before) => {
    const now = after.get(before.id);
    return now === undefined ? [] : [{ before, now }];
  });
  const [first, second] = [momentsOf(pairs.map(({ before }) => before.b)), momentsOf(pairs.map(({ now }) => now.b))];
  if (pairs.length < 2 || second.deviation === 0) return [];
  const stretch = first.deviation / second.deviation;
  const shift = first.mean - stretch * second.mean;
  return pairs.map(({ before, now }) => ({
    id: before.id,
    a: difference(now.a / stretch - before.a, before.errors.a, now.errors.a === null ? null : now.errors.a / stretch),
    b: difference(stretch * now.b + shift - before.b, before.errors.b, now.errors.b === null ? null : now.errors.b * stretch),
  }));
}

function difference(by: number, one: number | null, other: number | null): Difference {
  if (one === null || other === null) return { by, standardError: null, z: null };
  const standardError = Math.hypot(one, other);
  return { by, standardError, z: by / standardError };
}

function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}
