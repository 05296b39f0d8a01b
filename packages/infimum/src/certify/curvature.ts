import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";

export interface Curvature {
  readonly smallest: number;
  /** The bound on the error of an eigenvalue near `smallest`, with what differences add. */
  readonly error: number;
  readonly evaluations: number;
}
export function* smallestCurvature(_p: Problem, _b: View, _x: Vector, _g: Vector, _f: readonly number[]): Coroutine<Curvature> {
  return { smallest: 0, error: 0, evaluations: 0 };
}
