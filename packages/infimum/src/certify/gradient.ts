import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { clipped } from "../problem/wrappers/room.ts";

/** eps^(1/3): balances the truncation of a central difference, h^2 f''', against its rounding, eps f / h. */
const centralStep = 2 ** -17;

/**
 * The gradient at x: the caller's, else by central differences, 2 n values in one batch (one-sided where a bound leaves
 * no room on one side). False when it could not be had.
 */
export function* askGradient(problem: Problem, base: View, x: Vector, out: Vector): Coroutine<boolean> {
  if (problem.functions.gradient) {
    const value = yield* base.gradient(x, out);
    return value < Infinity;
  }
  const n = x.length;
  const points: Vector[] = [];
  for (let i = 0; i < n; i++) {
    const step = centralStep * Math.max(1, Math.abs(x[i]));
    for (const sign of [1, -1]) {
      const point = x.slice();
      point[i] = clipped(problem, x[i] + sign * step, i);
      points.push(point);
    }
  }
  const values = new Float64Array(2 * n);
  yield* base.values(points, values);
  for (let i = 0; i < n; i++) {
    const width = points[2 * i][i] - points[2 * i + 1][i];
    out[i] = width === 0 ? 0 : (values[2 * i] - values[2 * i + 1]) / width;
    if (!Number.isFinite(out[i])) return false;
  }
  return true;
}

/** Evaluations spent on it. */
export function gradientCost(problem: Problem): number {
  return problem.functions.gradient ? 1 : 2 * problem.dimension;
}
