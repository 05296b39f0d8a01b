import { gammaP, gammaPrefactor, gammaQ } from "./incomplete-gamma.ts";
import { inverseGammaP, inverseGammaQ } from "./inverse-incomplete-gamma.ts";

/*
 * The chi-square distribution with `degrees` > 0 of freedom (not necessarily an integer): that of twice a gamma
 * variable of shape degrees / 2. Accuracy and cost are those of the incomplete gamma functions. NaN for degrees that
 * are not positive.
 */

/** The density at x; 0 for x < 0. At x = 0 it is infinite below two degrees of freedom, 1/2 at two, 0 above. */
export function chiSquareDensity(x: number, degrees: number): number {
  if (!(degrees > 0) || Number.isNaN(x)) return NaN;
  if (x < 0 || x === Infinity) return 0;
  if (x === 0) return degrees < 2 ? Infinity : degrees === 2 ? 0.5 : 0;
  return (gammaPrefactor(0.5 * degrees, 0.5 * x) * 0.5 * degrees) / x;
}

/** The probability of at most x. */
export function chiSquareDistribution(x: number, degrees: number): number {
  return gammaP(0.5 * degrees, Math.max(0, 0.5 * x));
}

/** The probability of more than x: relative accuracy however small it is. */
export function chiSquareUpperTail(x: number, degrees: number): number {
  return gammaQ(0.5 * degrees, Math.max(0, 0.5 * x));
}

/** The x with `chiSquareDistribution` p. */
export function chiSquareQuantile(p: number, degrees: number): number {
  return 2 * inverseGammaP(0.5 * degrees, p);
}

/** The x with `chiSquareUpperTail` q: for small q, where 1 - q would be rounded. */
export function chiSquareUpperQuantile(q: number, degrees: number): number {
  return 2 * inverseGammaQ(0.5 * degrees, q);
}
