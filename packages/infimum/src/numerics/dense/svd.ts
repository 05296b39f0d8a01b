import { orthogonalizeByRotations } from "./jacobi-rotations.ts";
import { completeOrthonormalColumns } from "./orthonormal-completion.ts";
import { applyQ, pivotedQr, type QrFactors, qrFactors } from "./pivoted-qr.ts";

/** A = U diag(values) V^T, with k = min(rows, columns) singular values, descending. */
export interface SvdFactors {
  rows: number;
  columns: number;
  /** Length k. */
  values: Float64Array;
  /** rows x k: the left singular vectors as columns. */
  left: Float64Array;
  /** columns x k: the right singular vectors as columns. */
  right: Float64Array;
  /**
   * Work space: the QR factorization of A, or of A^T when A is wide; a k x k matrix and k norms; a vector of length
   * max(rows, columns).
   */
  qr: QrFactors;
  square: Float64Array;
  norms: Float64Array;
  column: Float64Array;
}

/**
 * Singular values this far below the largest keep no singular vectors of their own: products of their columns
 * underflow.
 */
const tiniest = 1e-150;

/** Room for the decomposition of a rows x columns matrix. */
export function svdFactors(rows: number, columns: number): SvdFactors {
  const k = Math.min(rows, columns);
  const longest = Math.max(rows, columns);
  return {
    rows,
    columns,
    values: new Float64Array(k),
    left: new Float64Array(rows * k),
    right: new Float64Array(columns * k),
    qr: qrFactors(longest, k),
    square: new Float64Array(k * k),
    norms: new Float64Array(k),
    column: new Float64Array(longest),
  };
}

/**
 * The thin singular value decomposition, by pivoted QR and one-sided Jacobi rotations on the transposed triangle.
 *
 * Small singular values keep high relative accuracy when A is a well-conditioned matrix times a diagonal one (columns,
 * or for a wide A rows, of very different sizes): the error then depends on the condition of the former only. In every
 * case the result is exact for a matrix within a modest multiple of n * 2^-52 * norm of A, and U and V are orthonormal,
 * also for a rank-deficient A.
 *
 * Returns false, with all results NaN, when an entry is NaN or infinite, or (never seen) the rotations do not converge.
 * No allocation. Cost: for m rows and n <= m columns about 6 m n^2 + 40 n^3 operations.
 *
 * @param a rows x columns, column-major, not changed
 * @reference Z. Drmac and K. Veselic, New fast and accurate Jacobi SVD algorithm I, 2008, 10.1137/050639193
 * @reference M. R. Hestenes, Inversion of matrices by biorthogonalization and related results, 1958, 10.1137/0106005
 */
export function svd(a: Float64Array, factors: SvdFactors): boolean {
  const { rows, columns, values, left, right, qr, square, norms } = factors;
  const scale = powerOfTwoAbove(a, rows * columns);
  const wide = rows < columns;
  if (scale !== scale || !decompose(a, factors, scale, wide)) {
    values.fill(NaN);
    left.fill(NaN);
    right.fill(NaN);
    return false;
  }
  const k = values.length;
  const long = wide ? right : left;
  const short = wide ? left : right;
  for (let j = 0; j < k; j++) {
    // `long` holds the rotations in its first k rows: Q makes them the singular vectors of the longer side
    const column = factors.column;
    for (let i = 0; i < qr.rows; i++) column[i] = long[i + j * qr.rows];
    applyQ(qr, column);
    for (let i = 0; i < qr.rows; i++) long[i + j * qr.rows] = column[i];
    for (let i = 0; i < k; i++) short[qr.permutation[i] + j * k] = square[i + j * k];
    values[j] = norms[j] * scale;
  }
  return true;
}

/**
 * The shortest x that minimizes ||A x - b||, singular values up to `tolerance` times the largest counting as zero.
 * Writes it to `x`, returns the rank used. Cost: 2 (rows + columns) k operations.
 *
 * @param b length rows, not changed
 * @param x length columns; must not be `b`
 * @param tolerance relative; max(rows, columns) * 2^-52 by default
 */
export function svdSolve(
  { rows, columns, values, left, right }: SvdFactors,
  b: Float64Array,
  x: Float64Array,
  tolerance: number = Math.max(rows, columns) * Number.EPSILON,
): number {
  x.fill(0, 0, columns);
  let rank = 0;
  while (rank < values.length && values[rank] > tolerance * values[0]) {
    const leftColumn = rank * rows;
    const rightColumn = rank * columns;
    let coefficient = 0;
    for (let i = 0; i < rows; i++) coefficient += left[leftColumn + i] * b[i];
    coefficient /= values[rank];
    for (let j = 0; j < columns; j++) x[j] += right[rightColumn + j] * coefficient;
    rank++;
  }
  return rank;
}

/** With A P = Q R (or A^T): R^T W = U diag(norms). Leaves W in the first rows of the longer side, U in `square`. */
function decompose(a: Float64Array, factors: SvdFactors, scale: number, wide: boolean): boolean {
  const { rows, columns, left, right, qr, square, norms } = factors;
  const k = norms.length;
  const length = qr.rows;
  for (let j = 0; j < k; j++) {
    for (let i = 0; i < length; i++) qr.factor[i + j * length] = (wide ? a[j + i * rows] : a[i + j * rows]) / scale;
  }
  pivotedQr(qr.factor, qr);
  const rotations = wide ? right : left;
  rotations.fill(0, 0, Math.max(rows, columns) * k);
  for (let j = 0; j < k; j++) {
    rotations[j + j * length] = 1;
    for (let i = 0; i < k; i++) square[i + j * k] = i < j ? 0 : qr.factor[j + i * length];
  }
  if (!orthogonalizeByRotations(square, k, norms, rotations, length)) return false;
  let rank = 0;
  for (; rank < k && norms[rank] > tiniest; rank++) {
    for (let i = 0; i < k; i++) square[i + rank * k] /= norms[rank];
  }
  completeOrthonormalColumns(square, k, rank);
  return true;
}

/** The scale that makes the largest entry about 1; 1 for the zero matrix, NaN when an entry is NaN or infinite. */
function powerOfTwoAbove(a: Float64Array, count: number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const size = Math.abs(a[i]);
    if (!(size < Infinity)) return NaN;
    if (size > largest) largest = size;
  }
  return largest === 0 ? 1 : 2 ** Math.min(1023, Math.ceil(Math.log2(largest)));
}
