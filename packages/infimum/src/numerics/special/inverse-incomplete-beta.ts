import { betaPrefactor, lowerBeta } from "./incomplete-beta.ts";
import { logBeta } from "./log-beta.ts";
import { normalQuantile } from "./normal.ts";
import { solveByLogarithm } from "./solve-by-logarithm.ts";

/**
 * The inverse of I_x(a, b) in x: the x with I_x(a, b) = p. As accurate as I allows: the relative error of x is that of
 * I (1e-14) over d log I / d log x. NaN unless a, b > 0 and 0 <= p <= 1. Costs 4 to 10 evaluations of I.
 */
export function inverseIncompleteBeta(a: number, b: number, p: number): number {
  return fromOdds(inverseBetaOdds(a, b, p));
}

/** The x with 1 - I_x(a, b) = q: for small q, where 1 - q would be rounded. */
export function inverseIncompleteBetaComplement(a: number, b: number, q: number): number {
  return fromOdds(1 / inverseBetaOdds(b, a, q));
}

/** x / (1 - x) for the x with I_x(a, b) = p: neither x nor 1 - x is rounded away. */
export function inverseBetaOdds(a: number, b: number, p: number): number {
  if (!(a > 0 && a < Infinity && b > 0 && b < Infinity && p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity;
  return p <= 0.5 ? solveLower(a, b, p) : 1 / solveLower(b, a, 1 - p);
}

function solveLower(a: number, b: number, p: number): number {
  // I is near x^a / (a B(a, b)) for small x; and log(x / (1 - x)) is roughly normal for large a and b
  const nearZero = Math.exp((Math.log(p * a) + logBeta(a, b)) / a);
  const nearMiddle = (a / b) * Math.exp(normalQuantile(p) * Math.sqrt(1 / a + 1 / b));
  const start = a < 1 || nearZero < nearMiddle ? nearZero : nearMiddle;
  if (start === 0) return 0;
  return solveByLogarithm(
    (odds) => {
      const x = fromOdds(odds);
      const y = 1 / (1 + odds);
      const value = lowerBeta(a, b, x, y);
      return [Math.log(value / p), value > 0 ? betaPrefactor(a, b, x, y) / value : 1];
    },
    Math.min(start, 1e300),
  );
}

function fromOdds(odds: number): number {
  return odds === Infinity ? 1 : odds / (1 + odds);
}
