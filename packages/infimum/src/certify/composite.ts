import type { Vector } from "../numerics/vector.ts";
import { proximalMap } from "../problem/composite.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { type NoCertificate, noCertificate, type StationaryCertificate, type Uncounted } from "../run/certificate.ts";
import { askGradient } from "./gradient.ts";
import { relativeSize } from "./relative.ts";

/**
 * Optimality with terms or a set: x is stationary exactly when it is a fixed point of the proximal-gradient map, so the
 * residual x - prox(x - gradient) is what the gradient is without terms. One gradient and one proximal map.
 */
export function* certifyComposite(
  problem: Problem,
  base: View,
  candidate: { x: Vector; value: number },
  tolerance: number,
): Coroutine<Uncounted<StationaryCertificate | NoCertificate>> {
  const { x, value } = candidate;
  const n = x.length;
  const gradient = new Float64Array(n);
  if (!(yield* askGradient(problem, base, x, gradient)))
    return noCertificate("the gradient at the point is not finite");
  const residual = new Float64Array(n);
  for (let i = 0; i < n; i++) residual[i] = x[i] - gradient[i];
  proximalMap(problem)(residual, 1, residual);
  for (let i = 0; i < n; i++) {
    // beside a large x a gradient is lost in the difference: then it is the residual
    const absorbed = x[i] - gradient[i] === x[i];
    residual[i] = absorbed && residual[i] === x[i] ? gradient[i] : x[i] - residual[i];
  }
  const { norm, relative } = relativeSize(residual, x, value);
  const holds = relative <= tolerance;
  return {
    kind: "stationary",
    holds,
    gradientNorm: norm,
    relativeGradient: relative,
    tolerance,
    activeBounds: 0,
    derivatives: problem.functions.gradient ? "given" : "finite-difference",
    text: `relative proximal-gradient residual ${relative.toPrecision(3)} ${holds ? "<=" : ">"} ${tolerance.toExponential()}`,
  };
}
