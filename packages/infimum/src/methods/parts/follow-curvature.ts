import { dot, move, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import type { NegativeCurvature } from "./negative-curvature.ts";
import { roundingLevel } from "./rounding-level.ts";

/** The value has to fall by this part of what the model predicts. */
const acceptable = 0.1;

/** A lower point, in scratch. */
export interface LowerPoint {
  readonly point: Vector;
  readonly gradient: Vector;
  readonly value: number;
}

/**
 * The longest of radius, radius / 4, ... along a direction of negative curvature that lowers the value as the model says;
 * undefined when none does before the reduction drowns in rounding.
 */
export function* followCurvature(
  problem: View<"gradient">,
  x: Vector,
  value: number,
  gradient: Vector,
  radius: number,
  { curvature, direction }: NegativeCurvature,
): Coroutine<LowerPoint | undefined> {
  const slope = dot(gradient, direction);
  const point = problem.scratch();
  const newGradient = problem.scratch();
  for (let length = radius; ; length *= 0.25) {
    const predicted = length * Math.abs(slope) - (length * length * curvature) / 2;
    if (!(predicted > roundingLevel(value)) || !(length * length > 0)) return undefined;
    const newValue = yield* problem.gradient(move(x, slope > 0 ? -length : length, direction, point), newGradient);
    if (value - newValue >= acceptable * predicted) return { point, gradient: newGradient, value: newValue };
  }
}
