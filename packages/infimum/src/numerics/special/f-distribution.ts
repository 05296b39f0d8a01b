import { betaPrefactor, lowerBeta } from "./incomplete-beta.ts";
import { inverseBetaOdds } from "./inverse-incomplete-beta.ts";

/*
 * The F distribution: the ratio of two independent chi-square variables, each over its degrees of freedom. The odds
 * w = f numerator / denominator give the beta variable w / (1 + w). Accuracy and cost are those of the incomplete beta
 * function, with a relative error of about 1e-16 times the sum of the degrees more from the rounding of w. NaN for
 * degrees that are not positive.
 */

/** The density at f; 0 for f < 0. At 0 it is infinite below two numerator degrees of freedom, 1 at two, 0 above. */
export function fDensity(f: number, numerator: number, denominator: number): number {
  if (!(numerator > 0 && denominator > 0) || Number.isNaN(f)) return NaN;
  if (f < 0 || f === Infinity) return 0;
  if (f === 0) return numerator < 2 ? Infinity : numerator === 2 ? 1 : 0;
  const odds = (f / denominator) * numerator;
  return betaPrefactor(0.5 * numerator, 0.5 * denominator, odds / (1 + odds), 1 / (1 + odds)) / f;
}

/** The probability of at most f. */
export function fDistribution(f: number, numerator: number, denominator: number): number {
  const odds = (Math.max(0, f) / denominator) * numerator;
  return lowerBeta(0.5 * numerator, 0.5 * denominator, 1 / (1 + 1 / odds), 1 / (1 + odds));
}

/** The probability of more than f: relative accuracy however small it is. */
export function fUpperTail(f: number, numerator: number, denominator: number): number {
  const odds = (Math.max(0, f) / denominator) * numerator;
  return lowerBeta(0.5 * denominator, 0.5 * numerator, 1 / (1 + odds), 1 / (1 + 1 / odds));
}

/** The f with `fDistribution` p. */
export function fQuantile(p: number, numerator: number, denominator: number): number {
  return (inverseBetaOdds(0.5 * numerator, 0.5 * denominator, p) / numerator) * denominator;
}

/** The f with `fUpperTail` q: for small q, where 1 - q would be rounded. */
export function fUpperQuantile(q: number, numerator: number, denominator: number): number {
  return 1 / fQuantile(q, denominator, numerator);
}
