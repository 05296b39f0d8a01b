import { erfc, erfcx, expOfSquare } from "./erf.ts";
import { inverseErf, inverseErfc } from "./inverse-erf.ts";

const inverseRootOfTwoPi = 0.3989422804014327;

/** The density of the standard normal, exp(-x^2 / 2) / sqrt(2 pi), with full relative accuracy in the tails. */
export function normalDensity(x: number): number {
  return inverseRootOfTwoPi * expOfSquare(x, -0.5);
}

/** The probability that a standard normal is at most x, with relative accuracy (1e-15) however small it is. */
export function normalDistribution(x: number): number {
  return normalUpperTail(-x);
}

/** The probability that a standard normal is above x, with relative accuracy (1e-15) however small it is. */
export function normalUpperTail(x: number): number {
  const scaled = x * Math.SQRT1_2;
  // the square of the rounded `scaled` would lose digits in the tail
  return x > 1 ? 0.5 * expOfSquare(x, -0.5) * erfcx(scaled) : 0.5 * erfc(scaled);
}

/**
 * The x that a standard normal stays below with probability p: -Infinity at 0, Infinity at 1, NaN outside. Relative
 * error below 1e-15, for the smallest p too. The upper quantile of a small q is -normalQuantile(q).
 */
export function normalQuantile(p: number): number {
  if (p >= 0.25 && p <= 0.75) return Math.SQRT2 * inverseErf(2 * p - 1);
  return p < 0.5 ? -Math.SQRT2 * inverseErfc(2 * p) : Math.SQRT2 * inverseErfc(2 * (1 - p));
}
