import { applyReflector, makeReflector, normOfRange } from "./householder.ts";
import { solveUpper } from "./triangular.ts";

/** A(:, p) = Q R: Q orthogonal, R upper triangular (trapezoidal when A is wide) with |r_00| >= |r_11| >= ... */
export interface QrFactors {
  rows: number;
  columns: number;
  /** rows x columns: R on and above the diagonal, the reflections whose product is Q below it. */
  factor: Float64Array;
  /** The factor t of each reflection I - t v v^T; length min(rows, columns). */
  reflections: Float64Array;
  /** Column j of A(:, p) is column `permutation[j]` of A. */
  permutation: Int32Array;
  /** The numerical rank that `pivotedQr` found. */
  rank: number;
  /** Work space: norms of the remaining columns, now and when last computed afresh; a right-hand side. */
  norms: Float64Array;
  freshNorms: Float64Array;
  work: Float64Array;
}

/** Room for the factors of a rows x columns matrix. */
export function qrFactors(rows: number, columns: number): QrFactors {
  return {
    rows,
    columns,
    factor: new Float64Array(rows * columns),
    reflections: new Float64Array(Math.min(rows, columns)),
    permutation: new Int32Array(columns),
    rank: 0,
    norms: new Float64Array(columns),
    freshNorms: new Float64Array(columns),
    work: new Float64Array(rows),
  };
}

/**
 * The QR factorization with column pivoting by Householder reflections; the pivot is the remaining column of largest
 * norm (the first of equals).
 *
 * Returns the rank: the number of leading |r_ii| above `tolerance` * |r_00|. It is 0 when A is zero; when the norm of a
 * column is NaN or infinite the rank is 0 and the factors are not usable. Cost: 4 m n k - 2 (m + n) k^2 + 4 k^3 / 3
 * operations, k = min(m, n).
 *
 * @param a rows x columns, column-major; may be `factors.factor`
 * @param tolerance relative; max(rows, columns) * 2^-52 by default, about the rounding error of the factorization
 * @reference P. Businger and G. H. Golub, Linear least squares solutions by Householder transformations, 1965,
 * 10.1007/BF01436084
 * @reference Z. Drmac and Z. Bujanovic, On the failure of rank-revealing QR factorization software, 2008,
 * 10.1145/1377612.1377616
 */
export function pivotedQr(
  a: Float64Array,
  factors: QrFactors,
  tolerance: number = Math.max(factors.rows, factors.columns) * Number.EPSILON,
): number {
  const { rows, columns, factor, reflections, permutation, norms, freshNorms } = factors;
  if (a !== factor) for (let i = 0; i < rows * columns; i++) factor[i] = a[i];
  let allFinite = true;
  for (let j = 0; j < columns; j++) {
    permutation[j] = j;
    norms[j] = normOfRange(factor, j * rows, (j + 1) * rows);
    freshNorms[j] = norms[j];
    allFinite &&= norms[j] < Infinity;
  }
  factors.rank = 0;
  if (!allFinite) return 0;
  const steps = reflections.length;
  for (let k = 0; k < steps; k++) {
    exchangeColumns(factors, k, largestFrom(norms, k, columns));
    const corner = k + k * rows;
    const length = rows - k;
    reflections[k] = makeReflector(factor, corner, length);
    for (let j = k + 1; j < columns; j++) {
      applyReflector(factor, corner, length, reflections[k], factor, k + j * rows);
      shortenNorm(factors, k, j);
    }
  }
  factors.rank = countAbove(factors, tolerance);
  return factors.rank;
}

/** b := Q b, b of length rows; returns `b`. Cost: 4 m k operations for k = min(m, n) reflections. */
export function applyQ(factors: QrFactors, b: Float64Array): Float64Array {
  const { rows, factor, reflections } = factors;
  for (let k = reflections.length - 1; k >= 0; k--) {
    applyReflector(factor, k + k * rows, rows - k, reflections[k], b, k);
  }
  return b;
}

/** b := Q^T b, b of length rows; returns `b`. */
export function applyQTransposed(factors: QrFactors, b: Float64Array): Float64Array {
  const { rows, factor, reflections } = factors;
  for (let k = 0; k < reflections.length; k++) {
    applyReflector(factor, k + k * rows, rows - k, reflections[k], b, k);
  }
  return b;
}

/**
 * Minimizes ||A x - b||: writes the basic solution, zero in the columns that depend on the first `rank` pivot columns,
 * to `x` and returns the norm of the residual. Below full column rank there are shorter minimizers; see `svdSolve`.
 *
 * @param b length rows, not changed
 * @param x length columns; may not be `b`
 */
export function qrLeastSquares(factors: QrFactors, b: Float64Array, x: Float64Array): number {
  const { rows, columns, factor, permutation, rank, work, norms } = factors;
  for (let i = 0; i < rows; i++) work[i] = b[i];
  applyQTransposed(factors, work);
  solveUpper(factor, rank, work, norms, rows);
  for (let j = 0; j < columns; j++) x[permutation[j]] = j < rank ? norms[j] : 0;
  return normOfRange(work, rank, rows);
}

function largestFrom(norms: Float64Array, first: number, end: number): number {
  let largest = first;
  for (let j = first + 1; j < end; j++) if (norms[j] > norms[largest]) largest = j;
  return largest;
}

function exchangeColumns({ rows, factor, permutation, norms, freshNorms }: QrFactors, k: number, chosen: number): void {
  if (chosen === k) return;
  for (let i = 0; i < rows; i++) {
    const kept = factor[i + k * rows];
    factor[i + k * rows] = factor[i + chosen * rows];
    factor[i + chosen * rows] = kept;
  }
  const label = permutation[k];
  permutation[k] = permutation[chosen];
  permutation[chosen] = label;
  // the norms of column k are not needed any more
  norms[chosen] = norms[k];
  freshNorms[chosen] = freshNorms[k];
}

/**
 * Takes row k out of the norm of column j; once cancellation has eaten half of the digits the norm is computed afresh.
 */
function shortenNorm({ rows, factor, norms, freshNorms }: QrFactors, k: number, j: number): void {
  if (norms[j] === 0) return;
  const share = Math.abs(factor[k + j * rows]) / norms[j];
  const kept = Math.max(0, (1 + share) * (1 - share));
  const shrinkage = norms[j] / freshNorms[j];
  if (kept * shrinkage * shrinkage > halfOfDigits) {
    norms[j] *= Math.sqrt(kept);
    return;
  }
  norms[j] = normOfRange(factor, k + 1 + j * rows, (j + 1) * rows);
  freshNorms[j] = norms[j];
}

const halfOfDigits = 2 ** -26;

function countAbove({ rows, factor, reflections }: QrFactors, tolerance: number): number {
  if (reflections.length === 0) return 0;
  const threshold = tolerance * Math.abs(factor[0]);
  let rank = 0;
  while (rank < reflections.length && Math.abs(factor[rank + rank * rows]) > threshold) rank++;
  return rank;
}
