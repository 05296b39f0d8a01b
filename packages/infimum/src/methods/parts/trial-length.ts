import { norm, type Vector } from "../../numerics/vector.ts";

/** A trial along the steepest descent may move this part of the size of the point, so that far out it moves at all. */
const visiblePart = 1e-4;

/** The trial length that means the whole direction, the step that a quasi-Newton direction is made for. */
export const wholeDirection = 0;

/**
 * How far to go first along -g when nothing is known of the scale of the problem: the (Euclidean, as all lengths here, so
 * that rotations change nothing) length of the gradient, but at most one, or 1e-4 of that of x where that is more.
 */
export function steepestTrialLength(x: Vector, gradient: Vector): number {
  return Math.min(norm(gradient), Math.max(1, visiblePart * norm(x)));
}

/** The first step to try along `direction` for its length to be `trialLength`. */
export function firstStep(direction: Vector, trialLength: number): number {
  return trialLength === wholeDirection ? 1 : trialLength / norm(direction);
}
