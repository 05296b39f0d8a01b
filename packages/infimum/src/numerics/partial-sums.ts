import { kernelsInUse } from "./kernel-choice.ts";

// Sums in an order that vector registers can follow: entry i goes to partial sum i mod p, p = 8 in float64 and 16 in
// float32; then the partial sums are added by halves, s_k + s_(k + p/2), until one is left. More accurate than one running
// sum (the error grows with n / p), and not its bits: `dot` of vector.ts sums in index order.

const { fround } = Math;

/** The inner product in eight partial sums. */
export function dotInParts(a: Float64Array, b: Float64Array): number {
  const answer = kernelsInUse()?.dot(a, b);
  if (answer !== undefined) return answer;
  const sums = new Float64Array(8);
  for (let i = 0; i < a.length; i++) sums[i & 7] += a[i] * b[i];
  return addByHalves(sums);
}

/** The sum of the entries in eight partial sums. */
export function sumInParts(a: Float64Array): number {
  const answer = kernelsInUse()?.sum(a);
  if (answer !== undefined) return answer;
  const sums = new Float64Array(8);
  for (let i = 0; i < a.length; i++) sums[i & 7] += a[i];
  return addByHalves(sums);
}

/** The inner product in float32, in sixteen partial sums, every operation rounded to float32. */
export function dotInParts32(a: Float32Array, b: Float32Array): number {
  const answer = kernelsInUse()?.dot(a, b);
  if (answer !== undefined) return answer;
  const sums = new Float32Array(16);
  for (let i = 0; i < a.length; i++) sums[i & 15] = fround(sums[i & 15] + fround(a[i] * b[i]));
  return addByHalves(sums);
}

/** The sum of the entries in float32, in sixteen partial sums. */
export function sumInParts32(a: Float32Array): number {
  const answer = kernelsInUse()?.sum(a);
  if (answer !== undefined) return answer;
  const sums = new Float32Array(16);
  for (let i = 0; i < a.length; i++) sums[i & 15] = fround(sums[i & 15] + a[i]);
  return addByHalves(sums);
}

/** The array rounds to its own precision what is stored into it. */
function addByHalves(sums: Float64Array | Float32Array): number {
  for (let half = sums.length / 2; half >= 1; half /= 2) {
    for (let k = 0; k < half; k++) sums[k] += sums[k + half];
  }
  return sums[0];
}
