import { kernelsInUse } from "../kernel-choice.ts";

// Solves with a triangular matrix. Of the other triangle nothing is used, so the factor may share its array with other
// numbers (the reflectors of a QR factorization, the upper triangle of a symmetric matrix). `x` may be `b`. A zero on
// the diagonal divides as IEEE arithmetic does: the answer holds infinities or NaN, nothing is thrown. Each costs n^2
// operations.

/**
 * Solves L x = b with L lower triangular: x_i = (b_i - l_i0 x_0 - l_i1 x_1 - ...) / l_ii, subtracted in this order.
 *
 * @param l column-major, entry (i, j) at `l[i + j * stride]`; returns `x`
 */
export function solveLower(
  l: Float64Array,
  n: number,
  b: Float64Array,
  x: Float64Array,
  stride: number = n,
): Float64Array {
  if (kernelsInUse()?.solveVector("lower", l, n, b, x, stride)) return x;
  if (x !== b) copyFirst(b, n, x);
  for (let j = 0; j < n; j++) {
    const column = j * stride;
    const factor = x[j] / l[column + j];
    x[j] = factor;
    for (let i = j + 1; i < n; i++) x[i] -= l[column + i] * factor;
  }
  return x;
}

/** Solves L^T x = b: x_i = (b_i - l_(i+1)i x_(i+1) - l_(i+2)i x_(i+2) - ...) / l_ii, subtracted in this order. */
export function solveLowerTransposed(
  l: Float64Array,
  n: number,
  b: Float64Array,
  x: Float64Array,
  stride: number = n,
): Float64Array {
  for (let i = n - 1; i >= 0; i--) {
    const column = i * stride;
    let rest = b[i];
    for (let j = i + 1; j < n; j++) rest -= l[column + j] * x[j];
    x[i] = rest / l[column + i];
  }
  return x;
}

/**
 * Solves U x = b with U upper triangular: x_i = (b_i - u_i(n-1) x_(n-1) - ... - u_i(i+1) x_(i+1)) / u_ii, in this
 * order.
 */
export function solveUpper(
  u: Float64Array,
  n: number,
  b: Float64Array,
  x: Float64Array,
  stride: number = n,
): Float64Array {
  if (kernelsInUse()?.solveVector("upper", u, n, b, x, stride)) return x;
  if (x !== b) copyFirst(b, n, x);
  for (let j = n - 1; j >= 0; j--) {
    const column = j * stride;
    const factor = x[j] / u[column + j];
    x[j] = factor;
    for (let i = 0; i < j; i++) x[i] -= u[column + i] * factor;
  }
  return x;
}

/** Solves U^T x = b: x_i = (b_i - u_0i x_0 - u_1i x_1 - ...) / u_ii, subtracted in this order. */
export function solveUpperTransposed(
  u: Float64Array,
  n: number,
  b: Float64Array,
  x: Float64Array,
  stride: number = n,
): Float64Array {
  for (let i = 0; i < n; i++) {
    const column = i * stride;
    let rest = b[i];
    for (let j = 0; j < i; j++) rest -= u[column + j] * x[j];
    x[i] = rest / u[column + i];
  }
  return x;
}

function copyFirst(from: Float64Array, count: number, to: Float64Array): void {
  for (let i = 0; i < count; i++) to[i] = from[i];
}
