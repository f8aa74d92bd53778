/** The inverse of a symmetric positive definite matrix, or null where it is none (Cholesky). */
export function inverse(matrix: readonly (readonly number[] | Float64Array)[]): number[][] | null {
  const size = matrix.length;
  const lower = choleskyOf(matrix);
  if (lower === null) return null;
  // First the inverse of the triangle, column by column; then its product with its own transpose.
  const turned = Array.from({ length: size }, () => new Float64Array(size));
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      const line = lower[row] ?? new Float64Array();
      let sum = row === column ? 1 : 0;
      for (let k = column; k < row; k++) sum -= (line[k] ?? 0) * (turned[column]?.[k] ?? 0);
      const target = turned[column];
      if (target !== undefined) target[row] = sum / (line[row] ?? 1);
    }
  }
  return turned.map((one, i) =>
    Array.from(turned, (other, j) => {
      let sum = 0;
      for (let k = Math.max(i, j); k < size; k++) sum += (one[k] ?? 0) * (other[k] ?? 0);
      return sum;
    }),
  );
}

/** A matrix times a vector. */
export function times(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, k) => sum + value * (vector[k] ?? 0), 0));
}

function choleskyOf(matrix: readonly (readonly number[] | Float64Array)[]): Float64Array[] | null {
  const lower = matrix.map((_, row) => new Float64Array(row + 1));
  for (const [row, line] of lower.entries()) {
    for (let column = 0; column <= row; column++) {
      const other = lower[column] ?? line;
      let sum = matrix[row]?.[column] ?? 0;
      for (let k = 0; k < column; k++) sum -= (line[k] ?? 0) * (other[k] ?? 0);
      if (row === column && !(sum > 1e-12)) return null;
      line[column] = row === column ? Math.sqrt(sum) : sum / (other[column] ?? 1);
    }
  }
  return lower;
}
