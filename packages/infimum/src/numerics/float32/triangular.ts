import { kernelsInUse, type TriangularShape } from "../kernel-choice.ts";

const { fround } = Math;

/**
 * Solves T X = B in float32 for many right-hand sides: as `solveTriangular` of ../dense and in its order, every operation
 * rounded to float32. Returns `x`. Cost: n^2 operations for each column.
 *
 * @param t column-major, entry (i, j) at `t[i + j * stride]`; the other triangle does not matter
 * @param b n x columns, column-major
 * @param x n x columns; may be `b`
 */
export function solveTriangular32(
  shape: TriangularShape,
  t: Float32Array,
  n: number,
  b: Float32Array,
  columns: number,
  x: Float32Array,
  stride: number = n,
): Float32Array {
  if (kernelsInUse()?.solveTriangular(shape, t, n, b, columns, x, stride)) return x;
  if (x !== b) x.set(b.subarray(0, n * columns));
  const solve = shape === "lower" || shape === "upper" ? solveByColumns : solveByRows;
  const descending = shape === "upper" || shape === "lower-transposed";
  for (let j = 0; j < columns; j++) solve(t, n, x.subarray(j * n, (j + 1) * n), stride, descending);
  return x;
}

/** Each finished entry is subtracted from all that are left: descending for an upper triangle. */
function solveByColumns(t: Float32Array, n: number, x: Float32Array, stride: number, descending: boolean): void {
  for (let k = 0; k < n; k++) {
    const j = descending ? n - 1 - k : k;
    const column = j * stride;
    const factor = fround(x[j] / t[column + j]);
    x[j] = factor;
    const first = descending ? 0 : j + 1;
    const end = descending ? j : n;
    for (let i = first; i < end; i++) x[i] = fround(x[i] - fround(t[column + i] * factor));
  }
}

/** From each entry the finished ones are subtracted in index order: descending for the transpose of a lower triangle. */
function solveByRows(t: Float32Array, n: number, x: Float32Array, stride: number, descending: boolean): void {
  for (let k = 0; k < n; k++) {
    const i = descending ? n - 1 - k : k;
    const column = i * stride;
    const first = descending ? i + 1 : 0;
    const end = descending ? n : i;
    let rest = x[i];
    for (let j = first; j < end; j++) rest = fround(rest - fround(t[column + j] * x[j]));
    x[i] = fround(rest / t[column + i]);
  }
}
