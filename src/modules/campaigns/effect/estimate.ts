/** The mean of a unit or a person in a wave. */
export type Cluster = { told: boolean; n: number; mean: number };

/** A difference with its 95 % interval, on the scale of what was measured. */
export type Effect = { difference: number; from: number; to: number; told: number; untold: number };

/**
 * The difference between units that had started and units that had not, measured at the same time. Units are what was drawn, so the mean of each counts once; Welch's interval.
 * B. L. Welch, "The generalization of Student's problem when several different population variances are involved", Biometrika 34 (1947), 28–35.
 * Undefined with fewer than three units on either side.
 */
export function effectOf(clusters: readonly Cluster[]): Effect | undefined {
  const told = clusters.filter((one) => one.told).map(({ mean }) => mean);
  const untold = clusters.filter((one) => !one.told).map(({ mean }) => mean);
  if (told.length < 3 || untold.length < 3) return undefined;
  const parts = [told, untold].map((values) => ({ mean: meanOf(values), share: varianceOf(values) / values.length, df: values.length - 1 }));
  const [a, b] = parts;
  if (a === undefined || b === undefined) return undefined;
  const error = Math.sqrt(a.share + b.share);
  const df = error === 0 ? a.df + b.df : (a.share + b.share) ** 2 / (a.share ** 2 / a.df + b.share ** 2 / b.df);
  return interval(a.mean - b.mean, error, df, told.length, untold.length);
}

/** The mean difference of people measured twice, with the interval of paired values. Undefined with fewer than ten people. */
export function changeOf(pairs: readonly { before: number; after: number }[]): Effect | undefined {
  if (pairs.length < 10) return undefined;
  const differences = pairs.map(({ before, after }) => after - before);
  const error = Math.sqrt(varianceOf(differences) / differences.length);
  return interval(meanOf(differences), error, differences.length - 1, pairs.length, pairs.length);
}

function interval(difference: number, error: number, df: number, told: number, untold: number): Effect {
  const half = studentPoint(df) * error;
  return { difference, from: difference - half, to: difference + half, told, untold };
}

/**
 * 97.5 % point of Student's distribution, by the expansion of Cornish and Fisher in 1/df; within 0.5 % from 3 degrees of freedom on.
 * E. A. Cornish, R. A. Fisher, "Moments and cumulants in the specification of distributions", Revue de l'Institut International de Statistique 5 (1938), 307–320.
 */
export function studentPoint(df: number): number {
  const z = 1.959963984540054;
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  const g4 = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160;
  return z + g1 / df + g2 / df ** 2 + g3 / df ** 3 + g4 / df ** 4;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
