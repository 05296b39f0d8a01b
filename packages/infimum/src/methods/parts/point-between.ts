import { dot, move, subtract, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { roundingLevel } from "./rounding-level.ts";

/** y = v + a (x - v), with the gradient there in the `gradient` that was given. */
export interface PointBetween {
  readonly value: number;
  readonly gradient: Vector;
  readonly point: Vector;
  /** a g(y)'(x - v): what has to be at most c (f(x) - f(y)). */
  readonly gain: number;
}

/** Halvings after which an interval is the rounding of its ends. */
const mostHalvings = 52;

/** True when a g(y)'(x - v) <= c (f(x) - f(y)), up to the rounding of f. */
export function couples(value: number, c: number, between: Pick<PointBetween, "value" | "gain">): boolean {
  return between.value < Infinity && between.gain <= c * (value - between.value) + (1 + c) * roundingLevel(value);
}

/**
 * A point between v and x that couples them as accelerated methods need it. Where f is convex that is a = c / (1 + c), which is tried
 * first; elsewhere it is v, or x, or a bisection finds one: where neither end will do, f falls from x towards v and has risen before
 * it comes there, and at a minimum between them the condition holds strictly.
 *
 * `value` is f(x). Undefined where rounding hides such a point. Cost: one gradient question a trial.
 *
 * @reference O. Hinder, A. Sidford, N. S. Sohoni, 2020, Near-optimal methods for minimizing star-convex functions and beyond, algorithm 2,
 * arXiv:1906.11985
 */
export function* pointBetween(
  problem: View<"gradient">,
  x: Vector,
  v: Vector,
  value: number,
  c: number,
): Coroutine<PointBetween | undefined> {
  const point = problem.scratch();
  const gradient = problem.scratch();
  const across = subtract(x, v, problem.scratch());
  let low = 0;
  let high = 1;
  for (let trial = 0; trial < mostHalvings + 3; trial++) {
    const part = trial === 0 ? c / (1 + c) : trial === 1 ? 0 : trial === 2 ? 1 : (low + high) / 2;
    const between = yield* problem.gradient(move(v, part, across, point), gradient);
    const found = { value: between, gradient, point, gain: part * dot(gradient, across) };
    if (couples(value, c, found)) return found;
    if (trial < 3) continue;
    if (between <= value) high = part;
    else low = part;
  }
  return undefined;
}
