/** How consistently the questions of a part measure one thing; null where it cannot be said (fewer than two questions, or no variation). */
export type Reliability = { people: number; items: number; alpha: number | null; omega: number | null };

/** Answers of so many people are needed before a reliability is computed. */
export const MINIMUM_PEOPLE = 100;

/** Largest number of steps and smallest step of the factor analysis. */
const STEPS = 500;
const ENOUGH = 1e-8;

/**
 * Cronbach's alpha (Cronbach 1951) and McDonald's omega of one factor (McDonald 1999; loadings by principal axes from the covariances) of a table of scores:
 * a row a person, a column a question, without gaps.
 */
export function reliabilityOf(table: readonly (readonly number[])[]): Reliability {
  const items = table[0]?.length ?? 0;
  const people = table.length;
  const covariance = covarianceOf(table);
  const total = sum(covariance.flat());
  if (items < 2 || people < 3 || total <= 0) return { people, items, alpha: null, omega: null };
  const own = sum(covariance.map((row, at) => row[at] ?? 0));
  const alpha = (items / (items - 1)) * (1 - own / total);
  const common = sum(loadingsOf(covariance)) ** 2;
  return { people, items, alpha, omega: Math.min(1, common / total) };
}

/** Loadings of one factor: the first principal axis of the covariances with communalities on the diagonal, again and again until they stay. */
function loadingsOf(covariance: readonly (readonly number[])[]): number[] {
  let communalities = covariance.map((row, at) => Math.max(...row.map((value, other) => (other === at ? 0 : Math.abs(value)))));
  let loadings: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const reduced = covariance.map((row, at) => row.map((value, other) => (other === at ? (communalities[at] ?? 0) : value)));
    const { value, vector } = firstAxis(reduced);
    loadings = vector.map((part) => part * Math.sqrt(Math.max(value, 0)));
    const next = loadings.map((loading, at) => Math.min(loading ** 2, covariance[at]?.[at] ?? 0));
    const change = Math.max(...next.map((one, at) => Math.abs(one - (communalities[at] ?? 0))));
    communalities = next;
    if (change < ENOUGH) break;
  }
  return loadings;
}

/** The largest eigenvalue and its vector of a symmetric matrix, by repeated multiplication; the vector's sum is not negative. */
function firstAxis(matrix: readonly (readonly number[])[]): { value: number; vector: number[] } {
  // A shift keeps the largest eigenvalue the one of largest size.
  const shift = Math.max(0, ...matrix.map((row) => sum(row.map(Math.abs))));
  let vector = matrix.map((_, at) => 1 + at / 1000);
  for (let step = 0; step < STEPS; step++) {
    const next = matrix.map((row, at) => sum(row.map((value, other) => value * (vector[other] ?? 0))) + shift * (vector[at] ?? 0));
    const length = Math.hypot(...next);
    if (length === 0) return { value: 0, vector };
    vector = next.map((part) => part / length);
  }
  const value = sum(matrix.map((row, at) => (vector[at] ?? 0) * sum(row.map((one, other) => one * (vector[other] ?? 0)))));
  const length = Math.hypot(...vector);
  const sign = sum(vector) < 0 ? -1 : 1;
  return { value, vector: vector.map((part) => (sign * part) / length) };
}

function covarianceOf(table: readonly (readonly number[])[]): number[][] {
  const columns = Array.from({ length: table[0]?.length ?? 0 }, (_, at) => table.map((row) => row[at] ?? 0));
  const centred = columns.map((column) => {
    const mean = sum(column) / Math.max(column.length, 1);
    return column.map((value) => value - mean);
  });
  return centred.map((one) => centred.map((other) => sum(one.map((value, at) => value * (other[at] ?? 0))) / Math.max(table.length - 1, 1)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}
