import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { clipped } from "../problem/wrappers/room.ts";
import { type NoCertificate, noCertificate, type StationaryCertificate, type Uncounted } from "../run/certificate.ts";
import { askGradient } from "./gradient.ts";
import { relativeSize } from "./relative.ts";

/** What the second derivatives say of a point where the gradient vanishes: the rest of its certificate. */
export interface SecondOrder extends Pick<StationaryCertificate, "kind" | "smallestCurvature" | "curvatureError"> {
  /** True when the gradient is nothing but the rounding of the point, whatever its size. */
  readonly holds?: true;
  readonly text: string;
}

/**
 * Looks at the second derivatives at x, where the gradient is known, along the variables `free`. `holds`: the gradient is small
 * enough; where it is not, undefined when they do not explain it.
 */
export type LookFurther = (
  problem: Problem,
  base: View,
  x: Vector,
  gradient: Vector,
  free: readonly number[],
  holds: boolean,
) => Coroutine<SecondOrder | undefined>;

/**
 * First-order optimality within bounds: the projected gradient x - P(x - gradient) vanishes. Where the gradient was
 * given, `lookFurther` looks at the second derivatives along the variables that are free.
 */
export function* certifyStationary(
  problem: Problem,
  base: View,
  candidate: { x: Vector; value: number },
  tolerance: number,
  lookFurther?: LookFurther,
): Coroutine<Uncounted<StationaryCertificate | NoCertificate>> {
  const { x, value } = candidate;
  const { lower, upper } = problem;
  const n = x.length;
  const gradient = base.scratch();
  if (!(yield* askGradient(problem, base, x, gradient)))
    return noCertificate("the gradient at the point is not finite");
  const projected = base.scratch();
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
  const size = `relative gradient ${relative.toPrecision(3)} ${holds ? "<=" : ">"} ${tolerance.toExponential()}`;
  let further: SecondOrder | undefined;
  if (lookFurther && problem.functions.gradient && free.length > 0) {
    further = yield* lookFurther(problem, base, x, gradient, free, holds);
  }
  return {
    kind: "stationary",
    holds,
    gradientNorm: norm,
    relativeGradient: relative,
    tolerance,
    activeBounds: n - free.length,
    derivatives: problem.functions.gradient ? "given" : "finite-difference",
    ...further,
    text: further ? `${size}, ${further.text}` : size,
  };
}
