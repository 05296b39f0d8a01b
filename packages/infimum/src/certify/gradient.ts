import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { parabolaSlope, stencil } from "../problem/wrappers/stencil.ts";

/**
 * The gradient at x: the caller's, else by differences to second order, 2 n + 1 values in one batch. False when it could not be had.
 */
export function* askGradient(problem: Problem, base: View, x: Vector, out: Vector): Coroutine<boolean> {
  if (problem.functions.gradient) {
    const value = yield* base.gradient(x, out);
    return value < Infinity;
  }
  const n = x.length;
  const points = [x];
  for (let i = 0; i < n; i++) {
    const { first, second } = stencil(problem, x[i], i);
    for (const step of [first, second]) {
      const point = x.slice();
      point[i] += step;
      points.push(point);
    }
  }
  const values = new Float64Array(points.length);
  yield* base.values(points, values);
  for (let i = 0; i < n; i++) {
    const steps = { first: points[2 * i + 1][i] - x[i], second: points[2 * i + 2][i] - x[i] };
    out[i] = parabolaSlope(steps, values[0], values[2 * i + 1], values[2 * i + 2]);
    if (!Number.isFinite(out[i])) return false;
  }
  return true;
}
