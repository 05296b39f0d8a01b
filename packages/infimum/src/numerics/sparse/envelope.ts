import type { Vector } from "../vector.ts";

/**
 * The shape of a symmetric matrix whose lower triangle is kept row by row, each row from its first entry that may differ from 0
 * to the diagonal: its envelope, in which the Cholesky factor stays. A dense matrix is one whose rows all begin at column 0.
 */
export interface Envelope {
  readonly size: number;
  /** The column in which each row begins. */
  readonly firstColumns: Int32Array;
  /** Where among the values each row begins, and where the last one ends. */
  readonly rowStarts: Int32Array;
}

/** @param firstColumns the column in which each row begins, at most the row itself */
export function envelope(firstColumns: Int32Array): Envelope {
  const size = firstColumns.length;
  const rowStarts = new Int32Array(size + 1);
  for (let i = 0; i < size; i++) rowStarts[i + 1] = rowStarts[i] + i - firstColumns[i] + 1;
  return { size, firstColumns, rowStarts };
}

/** out := A v; `out` may not be `v`. Cost: 4 operations for each entry of the envelope. */
export function envelopeProduct(
  { size, firstColumns, rowStarts }: Envelope,
  a: Vector,
  v: Vector,
  out: Vector,
): Vector {
  for (let i = 0; i < size; i++) {
    const first = firstColumns[i];
    const shift = rowStarts[i] - first;
    const vi = v[i];
    let sum = a[shift + i] * vi;
    for (let j = first; j < i; j++) {
      const entry = a[shift + j];
      sum += entry * v[j];
      out[j] += entry * vi;
    }
    out[i] = sum;
  }
  return out;
}

/**
 * The Cholesky factorization A + t I = L L^T within the envelope of A. True, with L in `out`, or false at the first pivot
 * that is not positive beyond its rounding: then A + t I is not positive definite to working precision. Cost: b^2 operations a row of
 * b entries.
 *
 * @param out as long as `a`; may be `a`
 * @reference A. George, J. W. H. Liu, 1981, Computer Solution of Large Sparse Positive Definite Systems, chapter 4, ISBN 0131652745
 */
export function envelopeCholesky(
  { size, firstColumns, rowStarts }: Envelope,
  a: Vector,
  shift: number,
  out: Vector,
): boolean {
  for (let i = 0; i < size; i++) {
    const first = firstColumns[i];
    const row = rowStarts[i] - first;
    const diagonal = a[row + i] + shift;
    let pivot = diagonal;
    for (let j = first; j < i; j++) {
      const other = rowStarts[j] - firstColumns[j];
      let sum = a[row + j];
      for (let k = Math.max(first, firstColumns[j]); k < j; k++) sum -= out[row + k] * out[other + k];
      const entry = sum / out[other + j];
      out[row + j] = entry;
      pivot -= entry * entry;
    }
    if (!(pivot > Number.EPSILON * Math.abs(diagonal) && pivot < Infinity)) return false;
    out[row + i] = Math.sqrt(pivot);
  }
  return true;
}

/** Solves L x = b for the factor of `envelopeCholesky`; `x` may be `b`. */
export function envelopeSolveLower(
  { size, firstColumns, rowStarts }: Envelope,
  l: Vector,
  b: Vector,
  x: Vector,
): Vector {
  for (let i = 0; i < size; i++) {
    const first = firstColumns[i];
    const row = rowStarts[i] - first;
    let sum = b[i];
    for (let j = first; j < i; j++) sum -= l[row + j] * x[j];
    x[i] = sum / l[row + i];
  }
  return x;
}

/** Solves L^T x = b; `x` may be `b`. */
export function envelopeSolveUpper(
  { size, firstColumns, rowStarts }: Envelope,
  l: Vector,
  b: Vector,
  x: Vector,
): Vector {
  if (x !== b) x.set(b);
  for (let i = size - 1; i >= 0; i--) {
    const first = firstColumns[i];
    const row = rowStarts[i] - first;
    const xi = x[i] / l[row + i];
    x[i] = xi;
    for (let j = first; j < i; j++) x[j] -= l[row + j] * xi;
  }
  return x;
}

/** The largest sum of absolute values in a row of the whole matrix: no eigenvalue is larger. `sums` is work space of its size. */
export function envelopeNorm({ size, firstColumns, rowStarts }: Envelope, a: Vector, sums: Vector): number {
  for (let i = 0; i < size; i++) {
    const first = firstColumns[i];
    const row = rowStarts[i] - first;
    let sum = Math.abs(a[row + i]);
    for (let j = first; j < i; j++) {
      const entry = Math.abs(a[row + j]);
      sum += entry;
      sums[j] += entry;
    }
    sums[i] = sum;
  }
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, sums[i]);
  return largest;
}
