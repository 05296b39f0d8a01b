import { norm, scale, type Vector } from "../../numerics/vector.ts";

/** A step within a trust region, and how much the model falls. */
export interface CauchyStep {
  readonly step: Vector;
  readonly length: number;
  readonly predictedReduction: number;
}

/**
 * The Cauchy step: the minimizer of g'p + p'Hp/2 along -g within |p| <= radius. Any step that does as well as a fixed part of it makes
 * a trust-region method converge.
 *
 * @param curvature g'Hg
 * @param out receives the step (n)
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, equation 4.12, 10.1007/978-0-387-40065-5
 */
export function cauchyStep(gradient: Vector, curvature: number, radius: number, out: Vector): CauchyStep {
  const slope = norm(gradient);
  if (slope === 0) return { step: out.fill(0), length: 0, predictedReduction: 0 };
  // along the direction of norm 1 the curvature is g'Hg / |g|^2; one that is not finite is left out of the model
  const along = Math.abs(curvature) < Infinity ? curvature / slope / slope : 0;
  const length = along > 0 ? Math.min(radius, slope / along) : radius;
  return {
    step: scale(gradient, -length / slope, out),
    length,
    predictedReduction: length * slope - (length * length * along) / 2,
  };
}
