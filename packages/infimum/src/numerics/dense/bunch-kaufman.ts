import { largestOfLowerTriangle } from "./norms.ts";
import { exchangeSymmetric } from "./symmetric-exchange.ts";

/**
 * A(p, p) = L D L^T: L unit lower triangular, D symmetric with blocks of size 1 and 2 on its diagonal, and row i of
 * A(p, p) being row `permutation[i]` of A.
 */
export interface BunchKaufmanFactors {
  n: number;
  /** n x n: the diagonal of D on the diagonal, L below it (0 inside a block of D), anything above. */
  factor: Float64Array;
  /** Length n: entry i is D's entry (i + 1, i); not zero exactly where a block of size 2 starts. */
  offDiagonal: Float64Array;
  permutation: Int32Array;
  /** Length n, used by `bunchKaufmanSolve`. */
  work: Float64Array;
}

/** How many eigenvalues are above, below and at zero. */
export interface Inertia {
  positive: number;
  negative: number;
  zero: number;
}

/** (1 + sqrt(17)) / 8: the threshold that bounds the growth over two steps alike for blocks of size 1 and 2. */
const pivotThreshold = 0.6403882032022076;

/** Room for the factors of an n x n matrix. */
export function bunchKaufmanFactors(n: number): BunchKaufmanFactors {
  return {
    n,
    factor: new Float64Array(n * n),
    offDiagonal: new Float64Array(n),
    permutation: new Int32Array(n),
    work: new Float64Array(n),
  };
}

/**
 * Factors a symmetric, possibly indefinite or singular matrix as A(p, p) = L D L^T.
 *
 * The pivots are those of the bounded ("rook") Bunch-Kaufman rule: unlike with the original partial rule the entries of
 * L are bounded (by 2.79), so D's eigenvalues are trustworthy too. Each block of size 2 has one positive and one
 * negative eigenvalue.
 *
 * Returns false when an entry of A is NaN or infinite, or the factors overflow; they are then unspecified.
 * Cost: n^3 / 3 operations, and n^2 / 2 to n^3 / 6 comparisons (close to the first as a rule).
 *
 * @param a n x n, column-major; the strict upper triangle is not read; may be `factors.factor`
 * @reference C. Ashcraft, R. G. Grimes and J. G. Lewis, Accurate symmetric indefinite linear equation solvers, 1998,
 * 10.1137/S0895479896296921
 * @reference J. R. Bunch and L. Kaufman, Some stable methods for calculating inertia and solving symmetric linear
 * systems, 1977, 10.1090/S0025-5718-1977-0428694-0
 */
export function bunchKaufman(a: Float64Array, factors: BunchKaufmanFactors): boolean {
  const { n, factor, offDiagonal, permutation } = factors;
  if (!(largestOfLowerTriangle(a, n) < Infinity)) return false;
  for (let i = 0; i < n; i++) permutation[i] = i;
  offDiagonal.fill(0, 0, n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) factor[i + j * n] = a[i + j * n];
  }
  let k = 0;
  while (k < n) {
    const size = choosePivot(factor, n, permutation, k);
    if (size === 1) {
      eliminateOne(factor, n, k);
      k += 1;
    } else {
      offDiagonal[k] = factor[k + 1 + k * n];
      factor[k + 1 + k * n] = 0;
      eliminateTwo(factor, n, k, offDiagonal[k]);
      k += 2;
    }
  }
  return largestOfLowerTriangle(factor, n) < Infinity;
}

/** Solves A x = b; `x` may be `b`. Infinite or NaN for a singular D. Returns `x`. Cost: 2 n^2 operations. */
export function bunchKaufmanSolve(factors: BunchKaufmanFactors, b: Float64Array, x: Float64Array): Float64Array {
  const { n, factor, permutation, work } = factors;
  for (let i = 0; i < n; i++) work[i] = b[permutation[i]];
  for (let j = 0; j < n; j++) {
    const known = work[j];
    for (let i = j + 1; i < n; i++) work[i] -= factor[i + j * n] * known;
  }
  solveBlocks(factors, work);
  for (let i = n - 1; i >= 0; i--) {
    let rest = work[i];
    for (let j = i + 1; j < n; j++) rest -= factor[j + i * n] * work[j];
    work[i] = rest;
  }
  for (let i = 0; i < n; i++) x[permutation[i]] = work[i];
  return x;
}

/**
 * The inertia of D, which by Sylvester's law is that of A (up to rounding: of a matrix within about
 * n * 2^-52 * norm of A).
 *
 * @param tolerance blocks of size 1 at most this large in absolute value count as zero; 0 by default, so a singular
 * matrix shows its zeros only where rounding errors leave them exact
 */
export function bunchKaufmanInertia(factors: BunchKaufmanFactors, tolerance = 0): Inertia {
  const { n, factor, offDiagonal } = factors;
  const inertia = { positive: 0, negative: 0, zero: 0 };
  for (let k = 0; k < n; k++) {
    const pivot = factor[k + k * n];
    if (offDiagonal[k] !== 0) {
      inertia.positive += 1;
      inertia.negative += 1;
      k += 1;
    } else if (pivot > tolerance) inertia.positive += 1;
    else if (pivot < -tolerance) inertia.negative += 1;
    else inertia.zero += 1;
  }
  return inertia;
}

/** Moves a pivot of size 1 to k, or of size 2 to (k, k + 1), and returns its size. */
function choosePivot(a: Float64Array, n: number, permutation: Int32Array, k: number): 1 | 2 {
  const diagonal = Math.abs(a[k + k * n]);
  let row = k;
  let column = largestInRow(a, n, k, k);
  let largest = column < 0 ? 0 : Math.abs(entry(a, n, column, k));
  if (diagonal >= pivotThreshold * largest) return 1;
  // alternate between row and column until an entry is the largest of both, or a diagonal entry dominates its row
  for (;;) {
    const next = largestInRow(a, n, k, column);
    const largestNext = Math.abs(entry(a, n, next, column));
    if (Math.abs(a[column + column * n]) >= pivotThreshold * largestNext) {
      exchangeSymmetric(a, n, permutation, k, column);
      return 1;
    }
    if (next === row || largestNext <= largest) break;
    row = column;
    column = next;
    largest = largestNext;
  }
  // (row, column) is at least as large as all other entries of its row and column
  const low = Math.min(row, column);
  const high = Math.max(row, column);
  exchangeSymmetric(a, n, permutation, k, low);
  exchangeSymmetric(a, n, permutation, k + 1, high);
  return 2;
}

function entry(a: Float64Array, n: number, i: number, j: number): number {
  return i >= j ? a[i + j * n] : a[j + i * n];
}

/** Where row `row` of the remainder from k on has its largest entry off the diagonal; -1 when it has no other entry. */
function largestInRow(a: Float64Array, n: number, k: number, row: number): number {
  let place = -1;
  let largest = -1;
  for (let j = k; j < n; j++) {
    if (j === row) continue;
    const size = Math.abs(entry(a, n, row, j));
    if (size > largest) {
      largest = size;
      place = j;
    }
  }
  return place;
}

function eliminateOne(a: Float64Array, n: number, k: number): void {
  const pivot = a[k + k * n];
  const column = k * n;
  if (pivot === 0) return; // the whole column is zero, else it would not be the pivot
  for (let j = k + 1; j < n; j++) {
    const multiplier = a[column + j] / pivot;
    if (multiplier !== 0) for (let i = j; i < n; i++) a[j * n + i] -= a[column + i] * multiplier;
    a[column + j] = multiplier;
  }
}

/** The block is [[p, c], [c, q]]; divided by c first, so that nothing overflows where the result does not. */
function eliminateTwo(a: Float64Array, n: number, k: number, c: number): void {
  const first = k * n;
  const second = first + n;
  const p = a[first + k] / c;
  const q = a[second + k + 1] / c;
  const scale = 1 / (p * q - 1) / c;
  for (let j = k + 2; j < n; j++) {
    const multiplier1 = scale * (q * a[first + j] - a[second + j]);
    const multiplier2 = scale * (p * a[second + j] - a[first + j]);
    for (let i = j; i < n; i++) a[j * n + i] -= a[first + i] * multiplier1 + a[second + i] * multiplier2;
    a[first + j] = multiplier1;
    a[second + j] = multiplier2;
  }
}

function solveBlocks({ n, factor, offDiagonal }: BunchKaufmanFactors, x: Float64Array): void {
  for (let k = 0; k < n; k++) {
    const c = offDiagonal[k];
    if (c === 0) {
      x[k] /= factor[k + k * n];
      continue;
    }
    const p = factor[k + k * n] / c;
    const q = factor[k + 1 + (k + 1) * n] / c;
    const scale = 1 / (p * q - 1) / c;
    const first = scale * (q * x[k] - x[k + 1]);
    x[k + 1] = scale * (p * x[k + 1] - x[k]);
    x[k] = first;
    k += 1;
  }
}
