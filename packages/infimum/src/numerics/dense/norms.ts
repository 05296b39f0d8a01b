/** The largest column sum of absolute values; NaN when an entry is NaN. @param a rows x columns, column-major */
export function oneNorm(a: Float64Array, rows: number, columns: number): number {
  let largest = 0;
  for (let j = 0; j < columns; j++) {
    const at = j * rows;
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += Math.abs(a[at + i]);
    if (sum !== sum) return NaN;
    if (sum > largest) largest = sum;
  }
  return largest;
}

/**
 * The 1-norm of a symmetric matrix from its lower triangle; NaN when an entry is NaN.
 *
 * @param a n x n, column-major; the strict upper triangle is not read
 * @param sums work space of length n
 */
export function symmetricOneNorm(a: Float64Array, n: number, sums: Float64Array = new Float64Array(n)): number {
  sums.fill(0, 0, n);
  for (let j = 0; j < n; j++) {
    sums[j] += Math.abs(a[j + j * n]);
    for (let i = j + 1; i < n; i++) {
      const size = Math.abs(a[i + j * n]);
      sums[i] += size;
      sums[j] += size;
    }
  }
  let largest = 0;
  for (let j = 0; j < n; j++) {
    if (sums[j] !== sums[j]) return NaN;
    if (sums[j] > largest) largest = sums[j];
  }
  return largest;
}

/** The largest absolute entry of the lower triangle of an n x n matrix; NaN when one is NaN. */
export function largestOfLowerTriangle(a: Float64Array, n: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) {
    const end = n + j * n;
    for (let at = j + j * n; at < end; at++) {
      const size = Math.abs(a[at]);
      if (size > largest) largest = size;
      else if (size !== size) return NaN;
    }
  }
  return largest;
}

/** The 1-norm of a triangular n x n matrix, of which only the named triangle is read; NaN when an entry is NaN. */
export function triangularOneNorm(a: Float64Array, n: number, triangle: "lower" | "upper"): number {
  let largest = 0;
  for (let j = 0; j < n; j++) {
    const first = triangle === "lower" ? j : 0;
    const end = triangle === "lower" ? n : j + 1;
    let sum = 0;
    for (let i = first; i < end; i++) sum += Math.abs(a[i + j * n]);
    if (sum !== sum) return NaN;
    if (sum > largest) largest = sum;
  }
  return largest;
}
