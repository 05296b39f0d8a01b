import { applyReflector, makeReflector } from "./householder.ts";

/**
 * Reduces a symmetric matrix to tridiagonal form, A = Q T Q^T, by Householder reflections. No allocation.
 * Cost: 4 n^3 / 3 operations.
 *
 * @param a n x n, column-major; the lower triangle is destroyed: column k keeps the vector of reflection k below the
 * diagonal, for `formTridiagonalizer`; the strict upper triangle is not read
 * @param diagonal length n, receives T's diagonal
 * @param offDiagonal length n; entry i receives T's entry (i + 1, i), the last one 0
 * @param reflections length n, receives the factor of each reflection
 * @param product work space of length n
 * @reference R. S. Martin, C. Reinsch and J. H. Wilkinson, Householder's tridiagonalization of a symmetric matrix,
 * 1968, 10.1007/BF02161841
 */
export function tridiagonalize(
  a: Float64Array,
  n: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  reflections: Float64Array,
  product: Float64Array,
): void {
  for (let k = 0; k < n; k++) {
    diagonal[k] = a[k + k * n];
    offDiagonal[k] = 0;
    reflections[k] = 0;
    if (k === n - 1) break;
    const v = k + 1 + k * n;
    const t = makeReflector(a, v, n - 1 - k);
    offDiagonal[k] = a[v];
    reflections[k] = t;
    a[v] = 1;
    if (t !== 0) reflectRemainder(a, n, k + 1, v, t, product);
  }
}

/**
 * Overwrites what `tridiagonalize` left in `a` by Q. No allocation. Cost: 4 n^3 / 3 operations.
 */
export function formTridiagonalizer(a: Float64Array, n: number, reflections: Float64Array): void {
  // reflection k leaves the first k + 1 coordinates alone: its vector moves one column to the right, onto the diagonal
  for (let j = n - 1; j >= 1; j--) {
    for (let i = j; i < n; i++) a[i + j * n] = a[i + (j - 1) * n];
    a.fill(0, j * n, j * n + j);
  }
  if (n > 0) {
    a.fill(0, 0, n);
    a[0] = 1;
  }
  for (let j = n - 1; j >= 1; j--) {
    const corner = j + j * n;
    const t = reflections[j - 1];
    for (let c = j + 1; c < n; c++) applyReflector(a, corner, n - j, t, a, j + c * n);
    for (let i = 1; i < n - j; i++) a[corner + i] *= -t;
    a[corner] = 1 - t;
  }
}

/**
 * B := H B H for the remainder B from `first` on, as B - v w^T - w v^T with w = p - (t / 2) (p^T v) v and p = t B v.
 */
function reflectRemainder(a: Float64Array, n: number, first: number, v: number, t: number, w: Float64Array): void {
  const shift = v - first;
  w.fill(0, first, n);
  for (let j = first; j < n; j++) {
    const column = j * n;
    const factor = a[shift + j];
    let sum = w[j] + a[column + j] * factor;
    for (let i = j + 1; i < n; i++) {
      const entry = a[column + i];
      w[i] += entry * factor;
      sum += entry * a[shift + i];
    }
    w[j] = sum;
  }
  let overlap = 0;
  for (let i = first; i < n; i++) {
    w[i] *= t;
    overlap += w[i] * a[shift + i];
  }
  const share = (t / 2) * overlap;
  for (let i = first; i < n; i++) w[i] -= share * a[shift + i];
  for (let j = first; j < n; j++) {
    const column = j * n;
    const vj = a[shift + j];
    const wj = w[j];
    for (let i = j; i < n; i++) a[column + i] -= a[shift + i] * wj + w[i] * vj;
  }
}
