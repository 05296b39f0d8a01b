import type { Vector } from "../numerics/vector.ts";

/**
 * The size of a gradient (or residual) at x, plain and relative: the largest of |g_i| max(|x_i|, 1) / max(|f|, 1), which is
 * the relative change of f for a relative change of x, and does not depend on the units of either.
 *
 * @reference J. E. Dennis, R. B. Schnabel (1996), Numerical Methods for Unconstrained Optimization and Nonlinear
 * Equations, section 7.2, doi:10.1137/1.9781611971200
 */
export function relativeSize(gradient: Vector, x: Vector, value: number): { norm: number; relative: number } {
  let norm = 0;
  let relative = 0;
  for (let i = 0; i < gradient.length; i++) {
    const size = Math.abs(gradient[i]);
    norm = Math.max(norm, size);
    relative = Math.max(relative, size * Math.max(Math.abs(x[i]), 1));
  }
  return { norm, relative: relative / Math.max(Math.abs(value), 1) };
}
