import { dot, move, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { cubicMinimizer } from "./cubic-minimizer.ts";
import { isInvisible, type LinePoint, type LineSearch } from "./line-search.ts";
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
export const armijo: LineSearch = { accepts, goOn: searchOn };

function accepts(value: number, slope: number, trial: LinePoint): boolean {
  const rounding = roundingLevel(value);
  const wanted = sufficientDecrease * trial.step * slope;
  const decreases = trial.value < value && trial.value <= value + wanted;
  const drowns = -wanted <= rounding && trial.value <= value + rounding;
  const flattens = drowns && Math.abs(trial.slope) < Math.abs(slope);
  return decreases || flattens;
}

/** Contracts a first trial that does not satisfy the condition. */
function* searchOn(
  problem: View<"gradient">,
  x: Vector,
  direction: Vector,
  value: number,
  slope: number,
  first: LinePoint,
): Coroutine<LinePoint | undefined> {
  const { point, gradient } = first;
  let last = first;
  for (let trial = 1; trial < mostTrials; trial++) {
    if (isInvisible(last.step, slope, value)) return undefined;
    const step = last.value === Infinity ? afterInvalid * last.step : contracted(last, value, slope);
    const trialValue = yield* problem.gradient(move(x, step, direction, point), gradient);
    last = { outcome: "accepted", step, value: trialValue, slope: dot(gradient, direction), point, gradient };
    if (accepts(value, slope, last)) return last;
  }
  return undefined;
}

function contracted({ step, value: trialValue, slope: trialSlope }: LinePoint, value: number, slope: number): number {
  const minimizer = cubicMinimizer(0, value, slope, step, trialValue, trialSlope);
  if (!(minimizer <= longest * step)) return longest * step;
  return Math.max(shortest * step, minimizer);
}
