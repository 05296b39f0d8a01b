import { dot, move, norm, scale, subtract, type Vector } from "../../numerics/vector.ts";

/**
 * Powell's dogleg: where the path from 0 to the minimizer of g'p + p'Hp/2 along -g, and from there to the Newton step, leaves |p| <= radius,
 * for a positive definite H; the Newton step where it never does. Along the path the model falls and the length grows.
 * Returns `out` (n), which may not be one of the others.
 *
 * @param curvature g'Hg > 0
 * @param newton -H^-1 g
 * @param work work space (n)
 * @reference M. J. D. Powell, 1970, A new algorithm for unconstrained optimization, in Nonlinear Programming, 10.1016/B978-0-12-597050-1.50006-3
 */
export function doglegStep(
  gradient: Vector,
  curvature: number,
  newton: Vector,
  radius: number,
  out: Vector,
  work: Vector,
): Vector {
  if (norm(newton) <= radius) {
    out.set(newton);
    return out;
  }
  const slope = norm(gradient);
  const descent = (slope / curvature) * slope;
  if (descent * slope >= radius) return scale(gradient, -radius / slope, out);
  // |c + t (p - c)| = radius for the corner c: the root above 0, by the formula without cancellation
  const corner = scale(gradient, -descent, out);
  const missing = radius * radius - dot(corner, corner);
  const leg = subtract(newton, corner, work);
  const half = dot(corner, leg);
  const square = dot(leg, leg);
  const root = Math.sqrt(half * half + square * missing);
  return move(corner, half > 0 ? missing / (half + root) : (root - half) / square, leg, corner);
}
