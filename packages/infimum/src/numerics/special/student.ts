import { lowerBeta } from "./incomplete-beta.ts";
import { inverseBetaOdds } from "./inverse-incomplete-beta.ts";
import { logGammaRise } from "./log-beta.ts";
import { normalDensity, normalQuantile, normalUpperTail } from "./normal.ts";

/*
 * Student's t distribution with `degrees` > 0 of freedom (not necessarily an integer; Infinity is the normal). With
 * z = t / sqrt(degrees), z^2 / (1 + z^2) has a beta distribution. Accuracy and cost are those of the incomplete beta
 * function. NaN for degrees that are not positive.
 */

const rootOfPi = 1.7724538509055159;

/** Beyond, 1 + z^2 is z^2, and z^2 may overflow. */
const farTail = 1e9;

/** The density at t. Relative error about 1e-14, plus 3e-16 times its logarithm far out. */
export function studentDensity(t: number, degrees: number): number {
  if (!(degrees > 0)) return NaN;
  if (degrees === Infinity) return normalDensity(t);
  const half = 0.5 * degrees;
  const z = Math.abs(t) / Math.sqrt(degrees);
  const logarithm = z > farTail ? 2 * Math.log(z) : Math.log1p((t * t) / degrees);
  const scale = Math.exp(logGammaRise(half, 0.5)) / Math.sqrt(degrees);
  return (scale / rootOfPi) * Math.exp(-(half + 0.5) * logarithm);
}

/** The probability of at most t. */
export function studentDistribution(t: number, degrees: number): number {
  return studentUpperTail(-t, degrees);
}

/** The probability of more than t: relative accuracy however small it is. */
export function studentUpperTail(t: number, degrees: number): number {
  if (!(degrees > 0) || Number.isNaN(t)) return NaN;
  if (degrees === Infinity) return normalUpperTail(t);
  if (t < 0) return 1 - studentUpperTail(-t, degrees);
  const half = 0.5 * degrees;
  const z = t / Math.sqrt(degrees);
  if (z > farTail) return farUpperTail(z, half);
  const square = (t * t) / degrees;
  const x = 1 / (1 + square);
  const y = square / (1 + square);
  // near the middle the probability between 0 and t is the accurate one
  return y < 0.5 && t < 1 ? 0.5 - 0.5 * lowerBeta(0.5, half, y, x) : 0.5 * lowerBeta(half, 0.5, x, y);
}

/** I_x(a, 1/2) / 2 for x = 1 / (1 + z^2) so small that it is x^a / (2 a B(a, 1/2)). */
function farUpperTail(z: number, half: number): number {
  return (0.5 * Math.exp(logGammaRise(half, 0.5)) * z ** (-2 * half)) / (rootOfPi * half);
}

/**
 * The t with `studentDistribution` p: -Infinity at 0, Infinity at 1, NaN outside. The upper quantile of q is minus that
 * of p = q.
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(degrees > 0)) return NaN;
  if (degrees === Infinity) return normalQuantile(p);
  const half = 0.5 * degrees;
  // the odds y / x = t^2 / degrees, by the probability between -t and t or that outside
  if (p > 0.25 && p < 0.75) {
    const odds = inverseBetaOdds(0.5, half, Math.abs(2 * p - 1));
    return Math.sign(p - 0.5) * Math.sqrt(odds) * Math.sqrt(degrees);
  }
  const tail = Math.min(p, 1 - p);
  let z = (tail * degrees * rootOfPi * Math.exp(-logGammaRise(half, 0.5))) ** (-1 / degrees);
  // unless it is so far out that this inverse of `farUpperTail` is exact
  if (!(z > farTail)) z = Math.sqrt(1 / inverseBetaOdds(half, 0.5, 2 * tail));
  return (p < 0.5 ? -z : z) * Math.sqrt(degrees);
}
