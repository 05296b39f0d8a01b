import type { Floats } from "../kernel-choice.ts";
import { kernelModule } from "./kernel-module.ts";

/** As in assembly/cholesky.ts: columns of the products that it does. */
const panelWidth = 32;

/**
 * The Cholesky factorization in WebAssembly, to the bits of `cholesky` in ../dense and ../float32; undefined, and nothing
 * done, where there is no WebAssembly or no memory (beyond n = 2800 in float64). Cost: n^3 / 3 operations, and 2 n^2
 * entries copied.
 *
 * @param a n x n, column-major; the strict upper triangle is copied and not used
 * @param out n x n; may be `a`. Left as it is when the result is false
 */
export function cholesky<V extends Floats>(a: V, n: number, out: V): boolean | undefined {
  const module = kernelModule();
  if (!module) return undefined;
  const { exports } = module;
  const wide = out instanceof Float32Array ? 4 : 8;
  const workBytes = exports[wide === 8 ? "productWork64" : "productWork32"](n, panelWidth);
  if (!module.reserve(workBytes, n * n * wide)) return undefined;
  const work = module.take(workBytes);
  const l = module.take(n * n * wide);
  module.copyIn(a, 0, n, n, n, l);
  const factored = wide === 8 ? exports.cholesky64(l, n, work) : exports.cholesky32(l, n, work);
  if (factored === 0) return false;
  module.copyOut(l, out, 0, n, n, n);
  return true;
}
