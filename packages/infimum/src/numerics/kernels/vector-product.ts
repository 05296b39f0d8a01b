import type { Floats } from "../dense/dense-kernels.ts";
import { kernelModule } from "./kernel-module.ts";

// Copying the matrix takes about as long as the product in TypeScript, so nothing calls these by itself.

/**
 * out = A x in WebAssembly, to the bits of `multiplyVector`; false, and nothing done, where there is no WebAssembly or no
 * memory. Cost: 2 rows columns operations, and a copy of A.
 *
 * @param a A, rows x columns, column-major
 */
export function multiplyVector<V extends Floats>(a: V, rows: number, columns: number, x: V, out: V): boolean {
  return product("multiplyVector", a, rows, columns, x, columns, out, rows);
}

/** out = A^T x, to the bits of `multiplyTransposedVector`; otherwise as `multiplyVector`. */
export function multiplyTransposedVector<V extends Floats>(a: V, rows: number, columns: number, x: V, out: V): boolean {
  return product("multiplyTransposedVector", a, rows, columns, x, rows, out, columns);
}

function product(
  kernel: "multiplyVector" | "multiplyTransposedVector",
  a: Floats,
  rows: number,
  columns: number,
  x: Floats,
  xLength: number,
  out: Floats,
  outLength: number,
): boolean {
  const module = kernelModule();
  const wide = out instanceof Float32Array ? 4 : 8;
  if (!module?.reserve(rows * columns * wide, xLength * wide, outLength * wide)) return false;
  const matrix = module.take(rows * columns * wide);
  const vector = module.take(xLength * wide);
  const result = module.take(outLength * wide);
  module.copyIn(a, 0, rows * columns, 1, rows * columns, matrix);
  module.copyIn(x, 0, xLength, 1, xLength, vector);
  const name = wide === 8 ? (`${kernel}64` as const) : (`${kernel}32` as const);
  module.exports[name](matrix, rows, columns, vector, result);
  module.copyOut(result, out, 0, outLength, 1, outLength);
  return true;
}
