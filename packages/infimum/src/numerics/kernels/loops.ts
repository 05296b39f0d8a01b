import type { Floats } from "../kernel-choice.ts";
import { type KernelModule, kernelModule } from "./kernel-module.ts";

// The elementwise loops and the reductions over vectors in WebAssembly, to the bits of ../partial-sums.ts, of `move`, `scale`
// and `maxNorm` in ../vector.ts, and of those in ../float32. (Those in ../vector.ts do not come here: they are in the smallest
// page, and with long vectors their callers are bound by memory.)

/** out = x + t d; false, and nothing done, where there is no WebAssembly or no memory. `t` is rounded to the precision. */
export function move<V extends Floats>(x: V, t: number, d: V, out: V): boolean {
  const areas = copiesOf(x, d);
  if (!areas) return false;
  const { module, first, second } = areas;
  const { move64, move32 } = module.exports;
  (x instanceof Float32Array ? move32 : move64)(first, t, second, first, x.length);
  module.copyOut(first, out, 0, x.length, 1, x.length);
  return true;
}

/** out = t x; otherwise as `move`. */
export function scale<V extends Floats>(x: V, t: number, out: V): boolean {
  const areas = copiesOf(x);
  if (!areas) return false;
  const { module, first } = areas;
  const { scale64, scale32 } = module.exports;
  (x instanceof Float32Array ? scale32 : scale64)(first, t, first, x.length);
  module.copyOut(first, out, 0, x.length, 1, x.length);
  return true;
}

/** The inner product in partial sums; undefined where there is no WebAssembly or no memory. */
export function dot<V extends Floats>(a: V, b: V): number | undefined {
  const areas = copiesOf(a, b);
  if (!areas) return undefined;
  const { module, first, second, work } = areas;
  const { dot64, dot32 } = module.exports;
  return (a instanceof Float32Array ? dot32 : dot64)(first, second, a.length, work);
}

/** The sum in partial sums; undefined where there is no WebAssembly or no memory. */
export function sum(a: Floats): number | undefined {
  const areas = copiesOf(a);
  if (!areas) return undefined;
  const { module, first, work } = areas;
  const { sum64, sum32 } = module.exports;
  return (a instanceof Float32Array ? sum32 : sum64)(first, a.length, work);
}

/** The largest absolute entry, NaN when an entry is NaN; undefined where there is no WebAssembly or no memory. */
export function maxNorm(a: Floats): number | undefined {
  const areas = copiesOf(a);
  if (!areas) return undefined;
  const { module, first } = areas;
  const { maxNorm64, maxNorm32 } = module.exports;
  return (a instanceof Float32Array ? maxNorm32 : maxNorm64)(first, a.length);
}

interface Areas {
  readonly module: KernelModule;
  readonly first: number;
  readonly second: number;
  readonly work: number;
}

function copiesOf(a: Floats, b: Floats = a): Areas | undefined {
  const module = kernelModule();
  if (!module?.reserve(64, a.byteLength, b.byteLength)) return undefined;
  const work = module.take(64);
  const first = module.take(a.byteLength);
  const second = b === a ? first : module.take(b.byteLength);
  module.copyIn(a, 0, a.length, 1, a.length, first);
  if (b !== a) module.copyIn(b, 0, b.length, 1, b.length, second);
  return { module, first, second, work };
}
