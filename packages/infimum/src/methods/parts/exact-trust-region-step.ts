import type { Envelope } from "../../numerics/sparse/envelope.ts";
import type { Vector } from "../../numerics/vector.ts";
import { type ExactStep, regularizedStep } from "./regularized-step.ts";

export type { ExactStep } from "./regularized-step.ts";

/** A step on the boundary may be shorter or longer than the radius by a thousandth. */
const tolerances = { length: 0.001, model: 0.01 };

/**
 * Minimizes g'p + p'Hp/2 over |p| <= radius, H given by its envelope; the multiplier is 0 when the step lies inside. In the hard case
 * the model may fall short of its minimum by a hundredth. Cost: two to four factorizations and solves, one where the Newton step
 * lies inside.
 *
 * @param scratch gives work space, of n numbers where nothing is said
 * @reference J. J. Moré, D. C. Sorensen, 1983, Computing a trust region step, 10.1137/0904038
 */
export function exactTrustRegionStep(
  shape: Envelope,
  hessian: Vector,
  gradient: Vector,
  radius: number,
  scratch: (length?: number) => Vector,
): ExactStep {
  return regularizedStep(shape, hessian, gradient, { radius, growth: 0 }, tolerances, scratch);
}
