import type { Vector } from "../../numerics/vector.ts";

/**
 * The size of the gradient (n) at x relative to the size of the point and the value, max_i |g_i| max(|x_i|, 1) / max(|f|, 1):
 * the relative change of f for a relative change of x, which does not depend on the units of either. Infinity where the value
 * is not finite, so that an invalid point never passes for a stationary one.
 *
 * @reference J. E. Dennis, R. B. Schnabel, 1996, Numerical Methods for Unconstrained Optimization and Nonlinear
 * Equations, section 7.2, 10.1137/1.9781611971200
 */
export function relativeGradient(gradient: Vector, x: Vector, value: number): number {
  if (!(Math.abs(value) < Infinity)) return Infinity;
  let largest = 0;
  for (let i = 0; i < gradient.length; i++) {
    const size = Math.abs(gradient[i]) * Math.max(Math.abs(x[i]), 1);
    if (!(size <= largest)) largest = size;
  }
  return largest / Math.max(Math.abs(value), 1);
}
