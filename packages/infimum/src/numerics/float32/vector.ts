import { kernelsInUse } from "../kernel-choice.ts";

const { fround, abs, max } = Math;

/** out = x + t d in float32, `t` rounded first; `out` may be `x` or `d`. Returns `out`. */
export function move32(x: Float32Array, t: number, d: Float32Array, out: Float32Array): Float32Array {
  if (kernelsInUse()?.move(x, t, d, out)) return out;
  const factor = fround(t);
  for (let i = 0; i < x.length; i++) out[i] = fround(x[i] + fround(factor * d[i]));
  return out;
}

/** out = t x in float32, `t` rounded first; `out` may be `x`. Returns `out`. */
export function scale32(x: Float32Array, t: number, out: Float32Array): Float32Array {
  if (kernelsInUse()?.scale(x, t, out)) return out;
  const factor = fround(t);
  for (let i = 0; i < x.length; i++) out[i] = fround(factor * x[i]);
  return out;
}

/** The largest absolute entry; NaN when an entry is NaN. */
export function maxNorm32(a: Float32Array): number {
  const answer = kernelsInUse()?.maxNorm(a);
  if (answer !== undefined) return answer;
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = max(largest, abs(a[i]));
  return largest;
}
