import { largestOfLowerTriangle } from "./norms.ts";
import { exchangeSymmetric } from "./symmetric-exchange.ts";

/**
 * The Cholesky factorization with complete (diagonal) pivoting of a symmetric positive semidefinite matrix:
 * A(p, p) = L L^T with L of n rows and `rank` columns, where row i of A(p, p) is row `permutation[i]` of A.
 *
 * At each step the largest remaining diagonal entry is the pivot (the first of equals); the factorization ends when
 * none exceeds `tolerance`. What is left out, A(p, p) - L L^T, is then, for a semidefinite A, a semidefinite matrix
 * whose entries are at most `tolerance` in size. For an indefinite A the rank says nothing: use `bunchKaufman`.
 *
 * Returns the rank; 0 when an entry is NaN or infinite. Each entry of L is summed as in `cholesky`. Cost: n rank^2
 * operations.
 *
 * @param a n x n, column-major; the strict upper triangle is not read
 * @param out n x n; L, with zeros above the diagonal and in the columns from `rank` on; may be `a`
 * @param permutation length n, written
 * @param tolerance absolute; n * 2^-52 * (largest diagonal entry) by default, about the rounding error of the
 * factorization
 * @reference N. J. Higham, Analysis of the Cholesky decomposition of a semi-definite matrix, 1990, Reliable Numerical
 * Computation
 */
export function pivotedCholesky(
  a: Float64Array,
  n: number,
  out: Float64Array,
  permutation: Int32Array,
  tolerance?: number,
): number {
  for (let i = 0; i < n; i++) permutation[i] = i;
  if (!(largestOfLowerTriangle(a, n) < Infinity)) {
    out.fill(0, 0, n * n);
    return 0;
  }
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) out[i + j * n] = a[i + j * n];
  }
  let threshold = tolerance;
  let rank = 0;
  for (; rank < n; rank++) {
    const pivot = largestDiagonal(out, n, rank);
    const size = out[pivot + pivot * n];
    threshold ??= Math.max(0, n * Number.EPSILON * size);
    if (!(size > threshold)) break;
    exchangeSymmetric(out, n, permutation, rank, pivot);
    eliminate(out, n, rank, Math.sqrt(size));
  }
  for (let j = 0; j < n; j++) out.fill(0, j * n, j < rank ? j * n + j : j * n + n);
  return rank;
}

function largestDiagonal(a: Float64Array, n: number, first: number): number {
  let largest = first;
  for (let i = first + 1; i < n; i++) {
    if (a[i + i * n] > a[largest + largest * n]) largest = i;
  }
  return largest;
}

/** Finishes column k, and takes it off the diagonal, on which the next choice of a pivot depends. */
function eliminate(a: Float64Array, n: number, k: number, root: number): void {
  const column = k * n;
  for (let j = 0; j < k; j++) {
    const factor = a[k + j * n];
    for (let i = k + 1; i < n; i++) a[column + i] -= a[j * n + i] * factor;
  }
  a[column + k] = root;
  for (let i = k + 1; i < n; i++) {
    const entry = a[column + i] / root;
    a[column + i] = entry;
    a[i + i * n] -= entry * entry;
  }
}
