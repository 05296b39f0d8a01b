import { logGamma } from "./gamma.ts";
import { gammaP, gammaPrefactor, gammaQ } from "./incomplete-gamma.ts";
import { normalQuantile } from "./normal.ts";
import { solveByLogarithm } from "./solve-by-logarithm.ts";

/**
 * The inverse of P(a, x) in x: the x with P(a, x) = p. As accurate as P allows: the relative error of x is that of P
 * (1e-14) over d log P / d log x, which is near a for small x and grows like sqrt(a) at the middle. For p near 1 use
 * `inverseGammaQ` of 1 - p. NaN unless a > 0 and 0 <= p <= 1. Costs 3 to 8 evaluations of P.
 */
export function inverseGammaP(a: number, p: number): number {
  if (!(a > 0 && a < Infinity && p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity;
  return p <= 0.5 ? solveLower(a, p) : solveUpper(a, 1 - p);
}

/** The inverse of Q(a, x) in x: the x with Q(a, x) = q, as accurate for tiny q. Else as `inverseGammaP`. */
export function inverseGammaQ(a: number, q: number): number {
  if (!(a > 0 && a < Infinity && q >= 0 && q <= 1)) return NaN;
  if (q === 0 || q === 1) return q === 0 ? Infinity : 0;
  return q <= 0.5 ? solveUpper(a, q) : solveLower(a, 1 - q);
}

function solveLower(a: number, p: number): number {
  const start = Math.min(nearZero(a, Math.log(p)), nearMiddle(a, normalQuantile(p)));
  if (start === 0) return 0;
  return solveByLogarithm((x) => {
    const value = gammaP(a, x);
    return [Math.log(value / p), value > 0 ? (a * gammaPrefactor(a, x)) / value : 1];
  }, start);
}

function solveUpper(a: number, q: number): number {
  const lowest = nearZero(a, Math.log1p(-q));
  // for a < 1 and x not small, Q is near x^(a-1) e^-x / gamma(a)
  const start = a < 1 ? Math.max(lowest, -Math.log(q) - logGamma(a)) : nearMiddle(a, -normalQuantile(q));
  if (start === 0) return 0;
  return solveByLogarithm((x) => {
    const value = gammaQ(a, x);
    return [Math.log(value / q), value > 0 ? (-a * gammaPrefactor(a, x)) / value : -1];
  }, start);
}

/** P is near x^a / gamma(a + 1) for small x (and never above it). */
function nearZero(a: number, logP: number): number {
  return Math.exp((logP + logGamma(a + 1)) / a);
}

/**
 * The approximation of Wilson and Hilferty: (x / a)^(1/3) is nearly normal. Infinite where it fails, far to the left.
 */
function nearMiddle(a: number, normal: number): number {
  const root = 1 - 1 / (9 * a) + normal / (3 * Math.sqrt(a));
  return root > 0.1 ? a * root ** 3 : Infinity;
}
