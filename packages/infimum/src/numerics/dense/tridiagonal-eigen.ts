import { hypotenuse } from "./householder.ts";

/** An eigenvalue takes fewer than two sweeps on average; no matrix is known to need this many. */
const mostSweeps = 30;

/**
 * All eigenvalues, ascending, of a symmetric tridiagonal matrix T, and what its eigenvectors make of given rows:
 * implicit QL or QR iteration with Wilkinson's shift. No allocation.
 *
 * Each computed eigenvalue is exact for a matrix within a small multiple of 2^-52 * norm of T. Returns false when an
 * entry is NaN or infinite, or (never seen) the iteration does not converge; all arrays are then unspecified. Cost:
 * about 20 n^2 operations, and about 9 * rows * n^2 for the rows.
 *
 * @param diagonal length n: the diagonal, overwritten by the eigenvalues
 * @param offDiagonal length n: entry i is T's entry (i + 1, i), the last is ignored; destroyed
 * @param n the order of T
 * @param vectors rows x n, column-major, overwritten by `vectors` * (eigenvectors of T as columns): start with the
 * identity for the eigenvectors themselves, with the Q of A = Q T Q^T for those of A, with one row of the identity for
 * one row of them
 * @param rows 0 (the default) when only the eigenvalues are wanted
 * @reference A. Dubrulle, R. S. Martin and J. H. Wilkinson, The implicit QL algorithm, 1968, 10.1007/BF02165404
 * @reference J. H. Wilkinson, Global convergence of tridiagonal QR algorithm with origin shifts, 1968,
 * 10.1016/0024-3795(68)90017-7
 */
export function tridiagonalEigen(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  n: number,
  vectors: Float64Array = diagonal,
  rows = 0,
): boolean {
  const largest = largestEntry(diagonal, offDiagonal, n);
  if (!(largest < Infinity)) return false;
  // squares of entries are compared below
  const scale = largest > 0 && (largest > 1e100 || largest < 1e-100) ? powerOfTwoAbove(largest) : 1;
  if (scale !== 1) divide(diagonal, offDiagonal, n, scale);
  if (!iterate(diagonal, offDiagonal, n, vectors, rows)) return false;
  if (scale !== 1) for (let i = 0; i < n; i++) diagonal[i] *= scale;
  sortAscending(diagonal, n, vectors, rows);
  return true;
}

function iterate(d: Float64Array, e: Float64Array, n: number, vectors: Float64Array, rows: number): boolean {
  let sweepsLeft = mostSweeps * n;
  let first = 0;
  while (first < n) {
    let last = first;
    while (last < n - 1 && !isNegligible(d, e, last)) last++;
    if (last === first) {
      first++;
      continue;
    }
    if (sweepsLeft === 0) return false;
    sweepsLeft--;
    // a graded matrix keeps the accuracy of its small eigenvalues when these are found first
    if (Math.abs(d[first]) <= Math.abs(d[last])) sweep(d, e, last, first, -1, vectors, rows);
    else sweep(d, e, first, last, 1, vectors, rows);
  }
  return true;
}

/** An entry that is small against its two neighbours on the diagonal, not only against the largest. */
function isNegligible(d: Float64Array, e: Float64Array, i: number): boolean {
  const square = e[i] * e[i];
  const epsilon = Number.EPSILON / 2;
  return square <= epsilon * epsilon * Math.abs(d[i]) * Math.abs(d[i + 1]) + 1e-300;
}

/**
 * One step T := Q^T T Q on an unreduced block, with the Q of the QR factorization of T - shift I, as rotations that
 * begin at `start` and end at `end`, where the off-diagonal entry tends to zero. `direction` 1 is QR, -1 is QL: QR of
 * the block with its rows and columns in reverse order.
 */
function sweep(
  d: Float64Array,
  e: Float64Array,
  start: number,
  end: number,
  direction: 1 | -1,
  vectors: Float64Array,
  rows: number,
): void {
  // e[at + before] joins `at` to the place before it in the direction of the sweep
  const before = direction === 1 ? -1 : 0;
  const joint = e[end + before];
  const slope = (d[end - direction] - d[end]) / (2 * joint);
  const root = hypotenuse(slope, 1);
  const shift = d[end] - joint / (slope + (slope < 0 ? -root : root));
  let bulge = d[start] - shift;
  let cosine = 1;
  let sine = 1;
  let correction = 0;
  let previous = start;
  while (previous !== end) {
    const next = previous + direction;
    const outer = sine * e[next + before];
    const inner = cosine * e[next + before];
    const length = hypotenuse(outer, bulge);
    if (previous !== start) e[previous + before] = length;
    cosine = length === 0 ? 1 : bulge / length;
    sine = length === 0 ? 0 : outer / length;
    const rest = d[previous] - correction;
    const mixed = (d[next] - rest) * sine + 2 * cosine * inner;
    correction = sine * mixed;
    d[previous] = rest + correction;
    bulge = cosine * mixed - inner;
    if (rows > 0) rotateColumns(vectors, rows, previous, next, cosine, sine);
    previous = next;
  }
  d[end] -= correction;
  e[end + before] = bulge;
}

/** (u, v) := (c u + s v, c v - s u) for two columns. */
function rotateColumns(a: Float64Array, rows: number, first: number, second: number, cosine: number, sine: number) {
  let at = second * rows;
  const end = first * rows + rows;
  for (let i = first * rows; i < end; i++) {
    const u = a[i];
    const v = a[at];
    a[i] = cosine * u + sine * v;
    a[at] = cosine * v - sine * u;
    at++;
  }
}

/** By selection: each column of `vectors` moves once at most. */
function sortAscending(d: Float64Array, n: number, vectors: Float64Array, rows: number): void {
  for (let k = 0; k < n - 1; k++) {
    let smallest = k;
    for (let i = k + 1; i < n; i++) if (d[i] < d[smallest]) smallest = i;
    if (smallest === k) continue;
    const value = d[k];
    d[k] = d[smallest];
    d[smallest] = value;
    for (let i = 0; i < rows; i++) {
      const kept = vectors[i + k * rows];
      vectors[i + k * rows] = vectors[i + smallest * rows];
      vectors[i + smallest * rows] = kept;
    }
  }
}

/** NaN when an entry is NaN. */
function largestEntry(d: Float64Array, e: Float64Array, n: number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const size = i < n - 1 ? Math.max(Math.abs(d[i]), Math.abs(e[i])) : Math.abs(d[i]);
    if (size > largest) largest = size;
    else if (size !== size) return NaN;
  }
  return largest;
}

function powerOfTwoAbove(size: number): number {
  return 2 ** Math.min(1023, Math.ceil(Math.log2(size)));
}

function divide(d: Float64Array, e: Float64Array, n: number, scale: number): void {
  for (let i = 0; i < n; i++) {
    d[i] /= scale;
    e[i] /= scale;
  }
}
