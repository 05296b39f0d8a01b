import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { type Curvature, smallestCurvature } from "./curvature.ts";
import { isRounding } from "./rounding.ts";
import type { SecondOrder } from "./stationary.ts";

/**
 * Whether the smallest curvature along the free variables makes a stationary point a minimum; and whether a gradient that is not
 * small is nothing but the rounding of the point, as far as that can be said.
 */
export function* certifySecondOrder(
  problem: Problem,
  base: View,
  x: Vector,
  gradient: Vector,
  free: readonly number[],
  holds: boolean,
): Coroutine<SecondOrder | undefined> {
  if (!holds && !(yield* isRounding(problem, base, x, gradient, free))) return undefined;
  const curvature = yield* smallestCurvature(problem, base, x, gradient, free);
  const { smallest, error } = curvature;
  return {
    ...(!holds && { holds: true as const }),
    kind: smallest > error ? "minimum" : "stationary",
    smallestCurvature: smallest,
    curvatureError: error,
    text: `${holds ? "" : "but no more than the rounding of the point, "}${curvatureText(curvature)}`,
  };
}

function curvatureText({ smallest, error }: Curvature): string {
  if (smallest > error) return `smallest curvature ${smallest.toPrecision(3)} > 0`;
  if (smallest < -error)
    return `smallest curvature ${smallest.toPrecision(3)} < 0, so this is a saddle and not a minimum`;
  return `smallest curvature 0 within ${error.toPrecision(2)}`;
}
