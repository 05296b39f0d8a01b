import type { Vector } from "../numerics/vector.ts";

/**
 * By how much each of the last K steps counts in a derivative, the first of them first: all by 1, or, for a mean of the horizons
 * 1, ..., K with weights proportional to mixing^(horizon - 1), by the weights of the horizons that reach back to it.
 */
export function horizonShares(length: number, mixing: number | undefined): Vector {
  const shares = new Float64Array(length).fill(1);
  if (mixing === undefined) return shares;
  let sum = 0;
  // the step that lies k + 1 back from the end is within the horizons above k
  for (let k = length - 1; k >= 0; k--) {
    sum += mixing ** k;
    shares[length - 1 - k] = sum;
  }
  return shares.map((share) => share / sum);
}
