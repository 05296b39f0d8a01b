import { InfimumError } from "../../error.ts";
import { cholesky } from "./cholesky.ts";
import { largestOfLowerTriangle } from "./norms.ts";

/** The ladder of `choleskyWithJitter`; multiples are of the largest absolute entry of the matrix. */
export interface JitterOptions {
  /** The first multiple tried after none; n * 2^-52 by default. */
  first?: number;
  /** Each further multiple is this many times the last; 10 by default, must exceed 1. */
  growth?: number;
}

/**
 * The Cholesky factorization of A + t I = L L^T with the first t of a ladder for which it exists: 0, then `first`,
 * `first * growth`, `first * growth^2`, ... times the largest absolute entry of A (times 1 for A = 0).
 *
 * Returns t: 0 when A was positive definite as it stood, NaN when an entry is NaN or infinite or the ladder leaves the
 * range of float64 (`out` is then unspecified). The ladder always ends: t beyond the 1-norm makes the matrix diagonally
 * dominant. Cost: n^3 / 3 operations a step; with the defaults at most 18 steps or so, and one or two when A is
 * semidefinite but for rounding errors.
 *
 * Throws `jitter-ladder` when `first` is not above 0 or `growth` not above 1.
 *
 * @param a n x n, column-major, not changed; the strict upper triangle is not read
 * @param out n x n, receives L with zeros above the diagonal; must not be `a`
 * @reference J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed., 2006, algorithm 3.3,
 * 10.1007/978-0-387-40065-5
 */
export function choleskyWithJitter(
  a: Float64Array,
  n: number,
  out: Float64Array,
  { first = Math.max(1, n) * Number.EPSILON, growth = 10 }: JitterOptions = {},
): number {
  if (!(first > 0 && growth > 1)) {
    const message = `The jitter must start above 0 and grow by more than 1; got first = ${first}, growth = ${growth}.`;
    throw new InfimumError("jitter-ladder", message);
  }
  if (cholesky(a, n, out)) return 0;
  const size = largestOfLowerTriangle(a, n);
  if (!(size < Infinity)) return NaN;
  for (let jitter = first * (size > 0 ? size : 1); jitter < Infinity; jitter *= growth) {
    for (let j = 0; j < n; j++) {
      for (let i = j; i < n; i++) out[i + j * n] = a[i + j * n];
      out[j + j * n] += jitter;
    }
    if (cholesky(out, n, out)) return jitter;
  }
  return NaN;
}
