/** A share between 0 and 1 with its 95 % interval. */
export type Share = { share: number; from: number; to: number };

/** The 97.5 % point of the standard normal distribution. */
const Z = 1.959964;

/**
 * Wilson's 95 % interval (Wilson 1927) for a share of `size` people, of whom `count` count; `count` may be a sum of probabilities. The number that truly reach a level, when each
 * does so with a probability of their own, varies at most as much as a binomial number with the same mean (Hoeffding 1956), so the interval also covers that some are
 * measured wrongly, and it is wide enough for people who were not measured to be like those who were. Null for nobody.
 */
export function wilson(count: number, size: number): Share | null {
  if (size <= 0) return null;
  const share = Math.min(1, Math.max(0, count / size));
  const spread = Z * Z;
  const middle = share + spread / (2 * size);
  const half = Z * Math.sqrt((share * (1 - share)) / size + spread / (4 * size * size));
  const scale = 1 + spread / size;
  return { share, from: Math.max(0, (middle - half) / scale), to: Math.min(1, (middle + half) / scale) };
}

/** Whether two shares differ by more than their intervals leave open: Newcombe's 95 % interval of the difference (Newcombe 1998, method 10) leaves out zero. Positive: risen. */
export function differenceOf(before: Share, after: Share): { change: number; from: number; to: number; clear: boolean } {
  const change = after.share - before.share;
  const from = change - Math.hypot(after.share - after.from, before.to - before.share);
  const to = change + Math.hypot(after.to - after.share, before.share - before.from);
  return { change, from, to, clear: from > 0 || to < 0 };
}
