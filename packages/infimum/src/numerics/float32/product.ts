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
  addPlainProduct(sign, left, right, rows, inner, columns, out, outOffset, outStride);
}

function addPlainProduct(
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
  const { values: a, offset, columnStride } = left.rowStride === 1 ? left : inColumns(left, rows, inner);
  const b = right.values;
  const inFours = inner - (inner % 4);
  for (let j = 0; j < columns; j++) {
    const first = outOffset + j * outStride;
    let from = right.offset + j * right.columnStride;
    let at = offset;
    // four columns of A a pass: `out` is read and written a quarter as often, in the same order of additions
    for (let l = 0; l < inFours; l += 4) {
      const factor0 = fround(sign * b[from]);
      const factor1 = fround(sign * b[from + right.rowStride]);
      const factor2 = fround(sign * b[from + 2 * right.rowStride]);
      const factor3 = fround(sign * b[from + 3 * right.rowStride]);
      const at1 = at + columnStride;
      const at2 = at1 + columnStride;
      const at3 = at2 + columnStride;
      for (let i = 0; i < rows; i++) {
        const sum = fround(fround(out[first + i] + fround(a[at + i] * factor0)) + fround(a[at1 + i] * factor1));
        out[first + i] = fround(fround(sum + fround(a[at2 + i] * factor2)) + fround(a[at3 + i] * factor3));
      }
      from += 4 * right.rowStride;
      at += 4 * columnStride;
    }
    for (let l = inFours; l < inner; l++) {
      const factor = fround(sign * b[from]);
      for (let i = 0; i < rows; i++) out[first + i] = fround(out[first + i] + fround(a[at + i] * factor));
      from += right.rowStride;
      at += columnStride;
    }
  }
}

/** A copy with contiguous columns. */
function inColumns(
  { values, offset, rowStride, columnStride }: MatrixView<Float32Array>,
  rows: number,
  columns: number,
): MatrixView<Float32Array> {
  const copy = new Float32Array(rows * columns);
  let to = 0;
  for (let j = 0; j < columns; j++) {
    let from = offset + j * columnStride;
    for (let i = 0; i < rows; i++) {
      copy[to++] = values[from];
      from += rowStride;
    }
  }
  return { values: copy, offset: 0, rowStride: 1, columnStride: rows };
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
  const left = { values: a, offset: 0, rowStride: 1, columnStride: rows };
  const right = { values: x, offset: 0, rowStride: 1, columnStride: columns };
  addPlainProduct(1, left, right, rows, columns, 1, out, 0, rows);
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
