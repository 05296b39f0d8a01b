import { maxNorm, type Vector } from "../../numerics/vector.ts";

/**
 * The first step to try along -g when nothing is known of the scale of the problem: the point moves by at most one, in any
 * variable; 1 where the gradient vanishes.
 */
export function steepestStep(gradient: Vector): number {
  return 1 / Math.max(1, maxNorm(gradient));
}
