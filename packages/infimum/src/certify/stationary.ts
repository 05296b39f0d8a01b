import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { clipped } from "../problem/wrappers/room.ts";
import { type NoCertificate, noCertificate, type StationaryCertificate, type Uncounted } from "../run/certificate.ts";
import type { Curvature, smallestCurvature } from "./curvature.ts";
import { askGradient } from "./gradient.ts";
import { relativeSize } from "./relative.ts";

/**
 * First-order optimality within bounds: the projected gradient x - P(x - gradient) vanishes. Where the gradient was
 * given and the test holds, also the smallest curvature along the variables that are free, if `curvatureAlong` is given.
 */
export function* certifyStationary(
  problem: Problem,
  base: View,
  candidate: { x: Vector; value: number },
  tolerance: number,
  curvatureAlong?: typeof smallestCurvature,
): Coroutine<Uncounted<StationaryCertificate | NoCertificate>> {
  const { x, value } = candidate;
  const { lower, upper } = problem;
  const n = x.length;
  const gradient = new Float64Array(n);
  if (!(yield* askGradient(problem, base, x, gradient)))
    return noCertificate("the gradient at the point is not finite");
  const projected = new Float64Array(n);
  const free: number[] = [];
  for (let i = 0; i < n; i++) {
    const moved = x[i] - gradient[i];
    const kept = clipped(problem, moved, i);
    // where nothing is clipped the gradient itself: beside a large x the difference would lose it
    projected[i] = kept === moved ? gradient[i] : x[i] - kept;
    const atLower = lower !== undefined && x[i] === lower[i] && gradient[i] > 0;
    const atUpper = upper !== undefined && x[i] === upper[i] && gradient[i] < 0;
    const fixed = lower !== undefined && upper !== undefined && lower[i] === upper[i];
    if (!atLower && !atUpper && !fixed) free.push(i);
  }
  const { norm, relative } = relativeSize(projected, x, value);
  const holds = relative <= tolerance;
  let curvature: Curvature | undefined;
  if (curvatureAlong && holds && problem.functions.gradient && free.length > 0) {
    curvature = yield* curvatureAlong(problem, base, x, gradient, free);
  }
  const isMinimum = curvature !== undefined && curvature.smallest > curvature.error;
  const size = `relative gradient ${relative.toPrecision(3)} ${holds ? "<=" : ">"} ${tolerance}`;
  return {
    kind: isMinimum ? "minimum" : "stationary",
    holds,
    gradientNorm: norm,
    relativeGradient: relative,
    tolerance,
    activeBounds: n - free.length,
    ...(curvature && { smallestCurvature: curvature.smallest, curvatureError: curvature.error }),
    derivatives: problem.functions.gradient ? "given" : "finite-difference",
    text: curvature ? `${size}, ${curvatureText(curvature)}` : size,
  };
}

function curvatureText({ smallest, error }: Curvature): string {
  if (smallest > error) return `smallest curvature ${smallest.toPrecision(3)} > 0`;
  if (smallest < -error)
    return `smallest curvature ${smallest.toPrecision(3)} < 0, so this is a saddle and not a minimum`;
  return `smallest curvature 0 within ${error.toPrecision(2)}`;
}
