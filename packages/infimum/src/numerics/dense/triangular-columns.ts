import { kernelsInUse, type TriangularShape } from "../kernel-choice.ts";
import { solveLower, solveLowerTransposed, solveUpper, solveUpperTransposed } from "./triangular.ts";

const solvers = {
  lower: solveLower,
  "lower-transposed": solveLowerTransposed,
  upper: solveUpper,
  "upper-transposed": solveUpperTransposed,
};

/**
 * Solves T X = B, T a triangular matrix or its transpose, for many right-hand sides: each column as `solveLower`,
 * `solveLowerTransposed`, `solveUpper` or `solveUpperTransposed` solves it, to the bit. Returns `x`.
 *
 * Cost: n^2 operations for each column. Where `useKernels` chose some, many columns go to them.
 *
 * @param t column-major, entry (i, j) at `t[i + j * stride]`; the other triangle does not matter
 * @param b n x columns, column-major
 * @param x n x columns; may be `b`
 */
export function solveTriangular(
  shape: TriangularShape,
  t: Float64Array,
  n: number,
  b: Float64Array,
  columns: number,
  x: Float64Array,
  stride: number = n,
): Float64Array {
  if (kernelsInUse()?.solveTriangular(shape, t, n, b, columns, x, stride)) return x;
  const solve = solvers[shape];
  for (let j = 0; j < columns; j++) {
    const [from, end] = [j * n, (j + 1) * n];
    const target = x.subarray(from, end);
    solve(t, n, x === b ? target : b.subarray(from, end), target, stride);
  }
  return x;
}
