import type { Envelope } from "../../numerics/sparse/envelope.ts";
import type { Vector } from "../../numerics/vector.ts";
import { type ExactStep, regularizedStep } from "./regularized-step.ts";

/**
 * Minimizes g'p + p'Hp/2 + s |p|^3 / 3 for the weight s > 0, H given by its envelope: at the minimizer (H + s |p| I) p = -g, which
 * holds up to `tolerance` s |p|^2. `predictedReduction` is that of the quadratic model, without the cubic term.
 * Cost: two to four factorizations and solves.
 *
 * @param scratch gives work space, of n numbers where nothing is said
 * @reference C. Cartis, N. I. M. Gould, Ph. L. Toint, 2011, Adaptive cubic regularisation methods for unconstrained optimization,
 * part I, section 6.1, 10.1007/s10107-009-0286-5
 */
export function exactCubicStep(
  shape: Envelope,
  hessian: Vector,
  gradient: Vector,
  weight: number,
  tolerance: number,
  scratch: (length?: number) => Vector,
): ExactStep {
  const tolerances = { length: tolerance, model: tolerance };
  return regularizedStep(shape, hessian, gradient, { radius: 0, growth: 1 / weight }, tolerances, scratch);
}
