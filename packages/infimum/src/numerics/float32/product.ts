import type { MatrixView } from "../dense/matrix-view.ts";
import { kernelsInUse } from "../kernel-choice.ts";

// Products in float32: every product and every addition is rounded to float32, in the order of the inner index, starting
// from +0. Rounding a float64 result once more to float32 gives the float32 result, so this is float32 arithmetic exactly.

const { fround } = Math;

/** out += sign * A B, as `addProduct` of ../dense and in its order. Large products go to the kernels that are in use. */
export function addProduct32(
  sign: 1 | -1,
  left: MatrixView<Float32Array>,
  right: MatrixView<Float32Array>,
  rows: number,
  inner: number,
  columns: number,
  out: Float32Array,
  outOffset: number,
  outStride: number,
): void {
  if (kernelsInUse()?.addProduct(sign, left, right, rows, inner, columns, out, outOffset, outStride)) return;
  const a = left.values;
  const b = right.values;
  const step = left.rowStride;
  for (let j = 0; j < columns; j++) {
    const first = outOffset + j * outStride;
    const end = first + rows;
    for (let l = 0; l < inner; l++) {
      const factor = fround(sign * b[right.offset + l * right.rowStride + j * right.columnStride]);
      let at = left.offset + l * left.columnStride;
      for (let i = first; i < end; i++) {
        out[i] = fround(out[i] + fround(a[at] * factor));
        at += step;
      }
    }
  }
}

/** out = A B; returns `out`, which must not be A or B. All column-major: A rows x inner, B inner x columns. */
export function multiply32(
  a: Float32Array,
  b: Float32Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float32Array,
): Float32Array {
  const left = { values: a, offset: 0, rowStride: 1, columnStride: rows };
  const right = { values: b, offset: 0, rowStride: 1, columnStride: inner };
  out.fill(0, 0, rows * columns);
  addProduct32(1, left, right, rows, inner, columns, out, 0, rows);
  return out;
}

/** out = A^T B; returns `out`, which must not be A or B. All column-major: A inner x rows, B inner x columns. */
export function multiplyTransposed32(
  a: Float32Array,
  b: Float32Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float32Array,
): Float32Array {
  const left = { values: a, offset: 0, rowStride: inner, columnStride: 1 };
  const right = { values: b, offset: 0, rowStride: 1, columnStride: inner };
  out.fill(0, 0, rows * columns);
  addProduct32(1, left, right, rows, inner, columns, out, 0, rows);
  return out;
}

/** out = A B^T; returns `out`, which must not be A or B. All column-major: A rows x inner, B columns x inner. */
export function multiplyByTransposed32(
  a: Float32Array,
  b: Float32Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float32Array,
): Float32Array {
  const left = { values: a, offset: 0, rowStride: 1, columnStride: rows };
  const right = { values: b, offset: 0, rowStride: columns, columnStride: 1 };
  out.fill(0, 0, rows * columns);
  addProduct32(1, left, right, rows, inner, columns, out, 0, rows);
  return out;
}

/** out = A x; returns `out` (length rows), which must not be x. A is rows x columns, column-major. */
export function multiplyVector32(
  a: Float32Array,
  rows: number,
  columns: number,
  x: Float32Array,
  out: Float32Array,
): Float32Array {
  if (kernelsInUse()?.multiplyVector(a, rows, columns, x, out)) return out;
  out.fill(0, 0, rows);
  for (let j = 0; j < columns; j++) {
    const factor = x[j];
    const at = j * rows;
    for (let i = 0; i < rows; i++) out[i] = fround(out[i] + fround(a[at + i] * factor));
  }
  return out;
}

/** out = A^T x; returns `out` (length columns), which must not be x. A is rows x columns, column-major. */
export function multiplyTransposedVector32(
  a: Float32Array,
  rows: number,
  columns: number,
  x: Float32Array,
  out: Float32Array,
): Float32Array {
  if (kernelsInUse()?.multiplyTransposedVector(a, rows, columns, x, out)) return out;
  for (let j = 0; j < columns; j++) {
    const at = j * rows;
    let sum = fround(0);
    for (let i = 0; i < rows; i++) sum = fround(sum + fround(a[at + i] * x[i]));
    out[j] = sum;
  }
  return out;
}
