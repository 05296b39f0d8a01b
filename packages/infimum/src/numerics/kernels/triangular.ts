import type { Floats, TriangularShape } from "../kernel-choice.ts";
import { kernelModule } from "./kernel-module.ts";

/** Bytes of work space for each row of the transposed lower triangle. */
const transposedWork = 128;

/** Right-hand sides that are copied in at once. */
const mostColumns = 256;

/**
 * Solves with a triangular matrix for many right-hand sides in WebAssembly, to the bits of `solveTriangular` in ../dense
 * and ../float32; false, and nothing done, where there is no WebAssembly or no memory. Cost: n^2 operations for each
 * right-hand side (rounded up to 4 of them in float64 and 8 in float32; with the transposed lower triangle, which is half as
 * fast, to 16 and 32), and copies of everything.
 *
 * @param t n x n, entry (i, j) at `t[i + j * stride]`; of the other triangle nothing is used
 * @param b n x columns, column-major
 * @param x n x columns; may be `b`
 */
export function solveTriangular<V extends Floats>(
  shape: TriangularShape,
  t: V,
  n: number,
  b: V,
  columns: number,
  x: V,
  stride: number,
): boolean {
  const module = kernelModule();
  if (!module) return false;
  const { exports } = module;
  const wide = x instanceof Float32Array ? 4 : 8;
  const width = Math.min(columns, mostColumns);
  const forward = shape !== "lower-transposed";
  const workBytes = forward
    ? exports[wide === 8 ? "triangularWork64" : "triangularWork32"](n, width)
    : n * transposedWork;
  if (!module.reserve(workBytes, n * n * wide, n * width * wide)) return false;
  const work = module.take(workBytes);
  const matrix = module.take(n * n * wide);
  const sides = module.take(n * width * wide);
  module.copyIn(t, 0, n, n, stride, matrix);
  const line = n * wide;
  // an upper triangle is a lower one when rows and columns are counted from the end
  const [last, step, across] = shape === "upper" ? [n - 1, -wide, -line] : [0, wide, line];
  const [row, column] = shape === "upper-transposed" ? [line, wide] : [step, across];
  for (let j = 0; j < columns; j += width) {
    const count = Math.min(width, columns - j);
    module.copyIn(b, j * n, n, count, n, sides);
    if (forward) {
      const solve = wide === 8 ? exports.solveForward64 : exports.solveForward32;
      solve(matrix + last * (line + wide), row, column, n, sides + last * wide, step, line, count, work);
    } else {
      const solve = wide === 8 ? exports.solveLowerTransposed64 : exports.solveLowerTransposed32;
      solve(matrix, line, n, sides, count, work);
    }
    module.copyOut(sides, x, j * n, n, count, n);
  }
  return true;
}

/**
 * `solveLower` and `solveUpper` for one right-hand side in WebAssembly, to their bits; false, and nothing done, where there
 * is no WebAssembly or no memory (beyond n = 2800 in float64). The transposed solves are one chain of subtractions, which
 * vectors do not shorten.
 */
export function solveVector<V extends Floats>(
  shape: "lower" | "upper",
  t: V,
  n: number,
  b: V,
  x: V,
  stride: number = n,
): boolean {
  const module = kernelModule();
  if (!module) return false;
  const { exports } = module;
  const wide = x instanceof Float32Array ? 4 : 8;
  if (!module.reserve(n * n * wide, n * wide)) return false;
  const matrix = module.take(n * n * wide);
  const side = module.take(n * wide);
  module.copyIn(t, 0, n, n, stride, matrix);
  module.copyIn(b, 0, n, 1, n, side);
  const solve = wide === 8 ? exports.solveByColumns64 : exports.solveByColumns32;
  solve(matrix, n * wide, n, side, shape === "upper" ? 1 : 0);
  module.copyOut(side, x, 0, n, 1, n);
  return true;
}
