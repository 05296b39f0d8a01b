import { dot, move, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { cubicMinimizer } from "./cubic-minimizer.ts";
import { isInvisible, type LinePoint } from "./line-search.ts";
import { roundingLevel } from "./rounding-level.ts";

/** The part of the first-order decrease that a step has to reach. */
const sufficientDecrease = 1e-4;

/** The next step is within this part of the last one, whatever the interpolation says. */
const shortest = 0.1;
const longest = 0.5;

/** From a point without a usable value, of which interpolation learns nothing. */
const afterInvalid = 0.25;

/** 0.5^60 is beyond the precision of the point; contractions by interpolation need fewer. */
const mostTrials = 60;

/**
 * Backtracking: the first t of firstStep, ... that satisfies Armijo's condition f(x + t d) <= f + 1e-4 t g'd, each next t
 * the minimizer of the cubic through values and slopes at 0 and the last t, kept within [0.1, 0.5] of it.
 *
 * Where the decrease drowns in the rounding of f, a step is taken that flattens the slope. Cost: one gradient
 * question a trial, mostly one in all.
 *
 * @reference L. Armijo, 1966, Minimization of functions having Lipschitz continuous first partial derivatives, 10.2140/pjm.1966.16.1
 */
export function* armijo(
  problem: View<"gradient">,
  x: Vector,
  direction: Vector,
  value: number,
  slope: number,
  firstStep: number,
): Coroutine<LinePoint | undefined> {
  const point = problem.scratch();
  const gradient = problem.scratch();
  const rounding = roundingLevel(value);
  let step = firstStep;
  for (let trial = 0; trial < mostTrials; trial++) {
    const trialValue = yield* problem.gradient(move(x, step, direction, point), gradient);
    const trialSlope = dot(gradient, direction);
    const wanted = sufficientDecrease * step * slope;
    const decreases = trialValue < value && trialValue <= value + wanted;
    const drowns = -wanted <= rounding && trialValue <= value + rounding;
    const flattens = drowns && Math.abs(trialSlope) < Math.abs(slope);
    if (decreases || flattens) {
      return { outcome: "accepted", step, value: trialValue, slope: trialSlope, point, gradient };
    }
    if (isInvisible(step, slope, value)) return undefined;
    step = trialValue === Infinity ? afterInvalid * step : contracted(step, value, slope, trialValue, trialSlope);
  }
  return undefined;
}

function contracted(step: number, value: number, slope: number, trialValue: number, trialSlope: number): number {
  const minimizer = cubicMinimizer(0, value, slope, step, trialValue, trialSlope);
  if (!(minimizer <= longest * step)) return longest * step;
  return Math.max(shortest * step, minimizer);
}
