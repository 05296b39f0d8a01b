import { type BunchKaufmanFactors, bunchKaufmanSolve } from "./bunch-kaufman.ts";
import { choleskySolve } from "./cholesky.ts";
import { triangularOneNorm } from "./norms.ts";
import { solveLower, solveLowerTransposed, solveUpper, solveUpperTransposed } from "./triangular.ts";

/** Overwrites a vector with the solution of a linear system whose right-hand side it holds. */
export type SolveInPlace = (b: Float64Array) => void;

/** Two or three rounds settle nearly every matrix; more are cut off. */
const mostRounds = 5;

/**
 * A lower bound of the 1-norm of the inverse of A, almost always within a factor 3 and as a rule exact; Infinity when a
 * solution overflows. Cost: 4 or 5 solves as a rule, 11 at most.
 *
 * @param solve b := A^-1 b
 * @param solveTransposed b := A^-T b; `solve` itself for a symmetric A
 * @param x work space of length n
 * @param signs work space of length n
 * @reference W. W. Hager, Condition estimates, 1984, 10.1137/0905023
 * @reference N. J. Higham, FORTRAN codes for estimating the one-norm of a real or complex matrix, 1988,
 * 10.1145/50063.214386
 */
export function inverseOneNorm(
  n: number,
  solve: SolveInPlace,
  solveTransposed: SolveInPlace,
  x: Float64Array = new Float64Array(n),
  signs: Float64Array = new Float64Array(n),
): number {
  if (n === 0) return 0;
  x.fill(1 / n, 0, n);
  solve(x);
  let estimate = sumOfSizes(x, n);
  if (n === 1 || !(estimate < Infinity)) return orInfinity(estimate);
  takeSigns(x, n, signs);
  let last = -1;
  for (let round = 0; round < mostRounds; round++) {
    for (let i = 0; i < n; i++) x[i] = signs[i];
    solveTransposed(x);
    const column = firstLargest(x, n);
    if (column === last) break;
    last = column;
    x.fill(0, 0, n);
    x[column] = 1;
    solve(x);
    const norm = sumOfSizes(x, n);
    if (!(norm < Infinity)) return Infinity;
    const same = sameSigns(x, n, signs);
    if (!(norm > estimate)) break;
    estimate = norm;
    if (same) break;
    takeSigns(x, n, signs);
  }
  // a vector that the search above could overlook through exact cancellation
  for (let i = 0; i < n; i++) x[i] = (i % 2 === 0 ? 1 : -1) * (1 + i / (n - 1));
  solve(x);
  return orInfinity(Math.max(estimate, (2 * sumOfSizes(x, n)) / (3 * n)));
}

/**
 * Estimates the 1-norm condition number of the symmetric A with Cholesky factor L.
 *
 * @param norm the 1-norm of A, from `symmetricOneNorm`
 */
export function choleskyCondition(l: Float64Array, n: number, norm: number): number {
  const solve = (b: Float64Array) => choleskySolve(l, n, b, b);
  return times(norm, inverseOneNorm(n, solve, solve));
}

/**
 * Estimates the 1-norm condition number of the symmetric A with these factors; Infinity when D is singular.
 *
 * @param norm the 1-norm of A
 */
export function bunchKaufmanCondition(factors: BunchKaufmanFactors, norm: number): number {
  const solve = (b: Float64Array) => bunchKaufmanSolve(factors, b, b);
  return times(norm, inverseOneNorm(factors.n, solve, solve));
}

/** Estimates the 1-norm condition number of a triangular matrix, of which only the named triangle is read. */
export function triangularCondition(t: Float64Array, n: number, triangle: "lower" | "upper"): number {
  const norm = triangularOneNorm(t, n, triangle);
  if (triangle === "lower") {
    const solve = (b: Float64Array) => solveLower(t, n, b, b);
    const solveTransposed = (b: Float64Array) => solveLowerTransposed(t, n, b, b);
    return times(norm, inverseOneNorm(n, solve, solveTransposed));
  }
  const solve = (b: Float64Array) => solveUpper(t, n, b, b);
  const solveTransposed = (b: Float64Array) => solveUpperTransposed(t, n, b, b);
  return times(norm, inverseOneNorm(n, solve, solveTransposed));
}

/** The zero matrix has an infinite condition number, not 0 * Infinity. */
function times(norm: number, inverse: number): number {
  if (norm !== norm) return NaN;
  return inverse === Infinity ? Infinity : norm * inverse;
}

/** A singular factor divides 0 by 0: its NaN stands for an infinite norm. */
function orInfinity(estimate: number): number {
  return estimate < Infinity ? estimate : Infinity;
}

function sumOfSizes(x: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.abs(x[i]);
  return sum;
}

function firstLargest(x: Float64Array, n: number): number {
  let largest = 0;
  for (let i = 1; i < n; i++) if (Math.abs(x[i]) > Math.abs(x[largest])) largest = i;
  return largest;
}

function takeSigns(x: Float64Array, n: number, signs: Float64Array): void {
  for (let i = 0; i < n; i++) signs[i] = x[i] < 0 ? -1 : 1;
}

function sameSigns(x: Float64Array, n: number, signs: Float64Array): boolean {
  for (let i = 0; i < n; i++) if ((x[i] < 0 ? -1 : 1) !== signs[i]) return false;
  return true;
}
