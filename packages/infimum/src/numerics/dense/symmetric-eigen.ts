import { largestOfLowerTriangle } from "./norms.ts";
import { tridiagonalEigen } from "./tridiagonal-eigen.ts";
import { formTridiagonalizer, tridiagonalize } from "./tridiagonalize.ts";

/** Work space for matrices up to n x n, made once and used for many. */
export interface EigenWork {
  offDiagonal: Float64Array;
  reflections: Float64Array;
  product: Float64Array;
}

/** Allocates the work space of `symmetricEigen` and `symmetricEigenvalues`: three vectors. */
export function eigenWork(n: number): EigenWork {
  return { offDiagonal: new Float64Array(n), reflections: new Float64Array(n), product: new Float64Array(n) };
}

/**
 * All eigenvalues (ascending) and eigenvectors of a symmetric matrix, A = V diag(values) V^T, by reduction to
 * tridiagonal form and implicit QL or QR iteration. No allocation when `work` is given.
 *
 * Each eigenvalue is exact for a matrix within a modest multiple of n * 2^-52 * norm of A, and V is orthogonal to the
 * same precision. The signs of the eigenvectors are arbitrary but reproducible. Returns false, with `values` and
 * `vectors` NaN, when an entry is NaN or infinite, or (never seen) the iteration does not converge. Cost: about 12 n^3
 * operations.
 *
 * @param a n x n, column-major; the strict upper triangle is not read
 * @param values length n
 * @param vectors n x n, the eigenvectors as columns; may be `a`
 * @reference B. N. Parlett, The Symmetric Eigenvalue Problem, 1998, 10.1137/1.9781611971163
 */
export function symmetricEigen(
  a: Float64Array,
  n: number,
  values: Float64Array,
  vectors: Float64Array,
  work: EigenWork = eigenWork(n),
): boolean {
  const { offDiagonal, reflections, product } = work;
  if (largestOfLowerTriangle(a, n) < Infinity) {
    copyLowerTriangle(a, n, vectors);
    tridiagonalize(vectors, n, values, offDiagonal, reflections, product);
    formTridiagonalizer(vectors, n, reflections);
    if (tridiagonalEigen(values, offDiagonal, n, vectors, n)) return true;
  }
  values.fill(NaN, 0, n);
  vectors.fill(NaN, 0, n * n);
  return false;
}

/**
 * All eigenvalues, ascending, of a symmetric matrix; as `symmetricEigen` at about a ninth of the cost, 4 n^3 / 3
 * operations.
 *
 * @param a n x n, column-major; its lower triangle is destroyed, the strict upper triangle neither read nor changed
 * @param values length n
 */
export function symmetricEigenvalues(
  a: Float64Array,
  n: number,
  values: Float64Array,
  work: EigenWork = eigenWork(n),
): boolean {
  const { offDiagonal, reflections, product } = work;
  if (largestOfLowerTriangle(a, n) < Infinity) {
    tridiagonalize(a, n, values, offDiagonal, reflections, product);
    if (tridiagonalEigen(values, offDiagonal, n)) return true;
  }
  values.fill(NaN, 0, n);
  return false;
}

function copyLowerTriangle(a: Float64Array, n: number, out: Float64Array): void {
  if (a === out) return;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) out[i + j * n] = a[i + j * n];
  }
}
