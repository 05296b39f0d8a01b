import { kernelsInUse } from "../kernel-choice.ts";
import { addProduct } from "./blocked-product.ts";

// All sum each entry in index order, starting from +0, one rounded product and one rounded addition at a time, so
// a result has the same bits as the plain loop, for all sizes and on all machines, with kernels (`useKernels`) and without.

/**
 * out = A B; returns `out`, which must not be A or B.
 *
 * @param a A, rows x inner, column-major
 * @param b B, inner x columns
 * @param out rows x columns
 */
export function multiply(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
): Float64Array {
  const left = { values: a, offset: 0, rowStride: 1, columnStride: rows };
  const right = { values: b, offset: 0, rowStride: 1, columnStride: inner };
  out.fill(0, 0, rows * columns);
  addProduct(1, left, right, rows, inner, columns, out, 0, rows);
  return out;
}

/**
 * out = A^T B; returns `out`, which must not be A or B.
 *
 * @param a A, inner x rows, column-major
 * @param b B, inner x columns
 * @param out rows x columns
 */
export function multiplyTransposed(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
): Float64Array {
  const left = { values: a, offset: 0, rowStride: inner, columnStride: 1 };
  const right = { values: b, offset: 0, rowStride: 1, columnStride: inner };
  out.fill(0, 0, rows * columns);
  addProduct(1, left, right, rows, inner, columns, out, 0, rows);
  return out;
}

/**
 * out = A B^T; returns `out`, which must not be A or B.
 *
 * @param a A, rows x inner, column-major
 * @param b B, columns x inner
 * @param out rows x columns
 */
export function multiplyByTransposed(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
): Float64Array {
  const left = { values: a, offset: 0, rowStride: 1, columnStride: rows };
  const right = { values: b, offset: 0, rowStride: columns, columnStride: 1 };
  out.fill(0, 0, rows * columns);
  addProduct(1, left, right, rows, inner, columns, out, 0, rows);
  return out;
}

/**
 * out = A x; returns `out`, which must not be x.
 *
 * @param a A, rows x columns, column-major
 * @param x length columns
 * @param out length rows
 */
export function multiplyVector(
  a: Float64Array,
  rows: number,
  columns: number,
  x: Float64Array,
  out: Float64Array,
): Float64Array {
  if (kernelsInUse()?.multiplyVector(a, rows, columns, x, out)) return out;
  out.fill(0, 0, rows);
  // four columns a pass: `out` is read and written a quarter as often, in the same order of additions
  const inFours = columns - (columns % 4);
  for (let j = 0; j < inFours; j += 4) {
    const x0 = x[j];
    const x1 = x[j + 1];
    const x2 = x[j + 2];
    const x3 = x[j + 3];
    const at0 = j * rows;
    const at1 = at0 + rows;
    const at2 = at1 + rows;
    const at3 = at2 + rows;
    for (let i = 0; i < rows; i++) {
      out[i] = out[i] + a[at0 + i] * x0 + a[at1 + i] * x1 + a[at2 + i] * x2 + a[at3 + i] * x3;
    }
  }
  for (let j = inFours; j < columns; j++) {
    const factor = x[j];
    const at = j * rows;
    for (let i = 0; i < rows; i++) out[i] += a[at + i] * factor;
  }
  return out;
}

/**
 * out = A^T x; returns `out`, which must not be x.
 *
 * @param a A, rows x columns, column-major
 * @param x length rows
 * @param out length columns
 */
export function multiplyTransposedVector(
  a: Float64Array,
  rows: number,
  columns: number,
  x: Float64Array,
  out: Float64Array,
): Float64Array {
  if (kernelsInUse()?.multiplyTransposedVector(a, rows, columns, x, out)) return out;
  // four sums at a time: one sum alone waits for each of its additions to end
  const inFours = columns - (columns % 4);
  for (let j = 0; j < inFours; j += 4) {
    const at0 = j * rows;
    const at1 = at0 + rows;
    const at2 = at1 + rows;
    const at3 = at2 + rows;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let i = 0; i < rows; i++) {
      const factor = x[i];
      sum0 += a[at0 + i] * factor;
      sum1 += a[at1 + i] * factor;
      sum2 += a[at2 + i] * factor;
      sum3 += a[at3 + i] * factor;
    }
    out[j] = sum0;
    out[j + 1] = sum1;
    out[j + 2] = sum2;
    out[j + 3] = sum3;
  }
  for (let j = inFours; j < columns; j++) {
    const at = j * rows;
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += a[at + i] * x[i];
    out[j] = sum;
  }
  return out;
}
