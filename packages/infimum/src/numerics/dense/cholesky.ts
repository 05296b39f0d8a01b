import { kernelsInUse } from "../kernel-choice.ts";
import { addProduct, type ProductBuffers, productBuffers } from "./blocked-product.ts";
import { solveLower, solveLowerTransposed } from "./triangular.ts";

/** Columns factored together; the columns to their left are subtracted from all of them in one matrix product. */
const panelWidth = 32;

/**
 * The Cholesky factorization A = L L^T of a symmetric positive definite matrix.
 *
 * Returns true and fills `out` with L (zeros above the diagonal), or returns false at the first pivot that is not a
 * positive finite number: then A is not positive definite to working precision, or an entry is NaN or infinite, and the
 * content of `out` is unspecified. Each entry is l_ij = (a_ij - l_i0 l_j0 - l_i1 l_j1 - ...) / l_jj, subtracted in this
 * order. Cost: n^3 / 3 operations. Where `useKernels` chose some, a large matrix goes to them.
 *
 * @param a n x n, column-major; the strict upper triangle does not matter
 * @param out n x n; may be `a`
 * @reference N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002, chapter 10,
 * 10.1137/1.9780898718027
 */
export function cholesky(a: Float64Array, n: number, out: Float64Array): boolean {
  const answer = kernelsInUse()?.cholesky(a, n, out);
  if (answer !== undefined) return answer;
  copyLowerTriangle(a, n, out);
  const buffers = n > panelWidth ? productBuffers(n, n, panelWidth) : undefined;
  for (let first = 0; first < n; first += panelWidth) {
    const end = Math.min(first + panelWidth, n);
    if (first > 0) subtractFinishedColumns(out, n, first, end, buffers);
    for (let j = first; j < end; j++) {
      for (let k = first; k < j; k++) subtractColumn(out, n, j, k);
      // a NaN or infinite entry of row j has come here as a square, so this one test covers the whole row
      const pivot = out[j + j * n];
      if (!(pivot > 0 && pivot < Infinity)) return false;
      const root = Math.sqrt(pivot);
      out[j + j * n] = root;
      for (let i = j + 1; i < n; i++) out[i + j * n] /= root;
    }
  }
  clearUpperTriangle(out, n);
  return true;
}

/** Solves A x = b from the factor L of `cholesky`; `x` may be `b`. Returns `x`. Cost: 2 n^2 operations. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array, x: Float64Array): Float64Array {
  solveLower(l, n, b, x);
  return solveLowerTransposed(l, n, x, x);
}

/** The logarithm of the determinant of A = L L^T: twice the sum of log l_ii, in index order. */
export function choleskyLogDeterminant(l: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(l[i + i * n]);
  return 2 * sum;
}

function copyLowerTriangle(a: Float64Array, n: number, out: Float64Array): void {
  if (a === out) return;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) out[i + j * n] = a[i + j * n];
  }
}

/** Also writes numbers above the diagonal of the panel; they are cleared at the end. */
function subtractFinishedColumns(l: Float64Array, n: number, first: number, end: number, buffers?: ProductBuffers) {
  const left = { values: l, offset: first, rowStride: 1, columnStride: n };
  const right = { values: l, offset: first, rowStride: n, columnStride: 1 };
  addProduct(-1, left, right, n - first, first, end - first, l, first + first * n, n, buffers);
}

function subtractColumn(l: Float64Array, n: number, target: number, source: number): void {
  const factor = l[target + source * n];
  const to = target * n;
  const from = source * n;
  for (let i = target; i < n; i++) l[to + i] -= l[from + i] * factor;
}

function clearUpperTriangle(l: Float64Array, n: number): void {
  for (let j = 1; j < n; j++) l.fill(0, j * n, j * n + j);
}
