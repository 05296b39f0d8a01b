import { normOfRange } from "./householder.ts";

/**
 * Given a square matrix whose first `known` columns are orthonormal, overwrites the others so that all are.
 *
 * Each new column starts from the unit vector that the columns so far span least, whose remainder has a norm of at
 * least sqrt(1 / n), and is orthogonalized twice. Cost: 4 n^2 operations for each new column.
 */
export function completeOrthonormalColumns(a: Float64Array, n: number, known: number): void {
  for (let j = known; j < n; j++) {
    const column = j * n;
    const unit = leastSpannedAxis(a, n, j);
    a.fill(0, column, column + n);
    a[column + unit] = 1;
    // Gram-Schmidt once leaves an error of eps * sqrt(n); twice is enough
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < j; other++) removeComponent(a, n, column, other * n);
    }
    const norm = normOfRange(a, column, column + n);
    for (let i = 0; i < n; i++) a[column + i] /= norm;
  }
}

function leastSpannedAxis(a: Float64Array, n: number, columns: number): number {
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < n; i++) {
    let squares = 0;
    for (let j = 0; j < columns; j++) squares += a[i + j * n] * a[i + j * n];
    if (squares < least) {
      least = squares;
      best = i;
    }
  }
  return best;
}

function removeComponent(a: Float64Array, n: number, column: number, other: number): void {
  let component = 0;
  for (let i = 0; i < n; i++) component += a[other + i] * a[column + i];
  for (let i = 0; i < n; i++) a[column + i] -= a[other + i] * component;
}
