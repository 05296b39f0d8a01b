import type { Vector } from "../../numerics/vector.ts";
import type { LinePoint } from "./line-search.ts";

/**
 * What a step along a line teaches of the curvature: the step s = t d in place of the direction, and the change of the gradient
 * y = g+ - g in place of the gradient it came from.
 */
export function secantPair(direction: Vector, gradient: Vector, line: LinePoint): void {
  const { step, gradient: newGradient } = line;
  for (let i = 0; i < direction.length; i++) {
    direction[i] *= step;
    gradient[i] = newGradient[i] - gradient[i];
  }
}
