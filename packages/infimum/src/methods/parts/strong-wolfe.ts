import { dot, move, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { cubicMinimizer } from "./cubic-minimizer.ts";
import { bottomlessValue, isInvisible, type LimitedLineSearch, type LinePoint } from "./line-search.ts";
import { roundingLevel } from "./rounding-level.ts";

export interface StrongWolfeOptions {
  /** The part of the first-order decrease that has to be reached, c1; 1e-4 by default. */
  readonly sufficientDecrease?: number;
  /** The part of the first slope that may remain, c2 in (c1, 1); 0.9 by default, 0.1 is a nearly exact search. */
  readonly curvature?: number;
  /** Trials before the search gives up; 40 by default, what 30 bisections of a bracket need. */
  readonly trials?: number;
}

/** Beyond the last trial by at least and at most this part of the last stride, while the value still falls. */
const leastExpansion = 1.1;
const mostExpansion = 4;

/** Strides of five times each that a search goes out: 10^7 times the first step. */
const expansionLimit = 10;

/** Trials inside a bracket keep this part of its width away from its ends. */
const margin = 0.1;

/** A bracket that keeps more than this part of its width over two trials is bisected. */
const shrinkage = 0.66;

/** From the far end of a bracket that has no usable value, of which interpolation learns nothing. */
const afterInvalid = 0.25;

/**
 * A step that satisfies the strong Wolfe conditions f(x + t d) <= f + c1 t g'd and |g(x + t d)'d| <= c2 |g'd|.
 *
 * Steps grow until they bracket such a point, then cubic interpolation narrows the bracket. One end of it, `low`, is the
 * best point so far that decreases sufficiently, and the slope there points into the bracket. Two things are added to the
 * textbook: an invalid value is a step too long, and values are compared up to their rounding, so that slopes decide
 * where differences of values are noise (the idea of the approximate Wolfe conditions). When the trials run out the
 * best decrease found is returned; so it is where the value still falls steeply at the longest step. Cost: one gradient question a trial, mostly one or two.
 *
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, algorithms 3.5 and 3.6, 10.1007/978-0-387-40065-5
 * @reference J. J. Moré, D. J. Thuente, 1994, Line search algorithms with guaranteed sufficient decrease, 10.1145/192115.192132
 * @reference W. W. Hager, H. Zhang, 2005, A new conjugate gradient method with guaranteed descent and an efficient line search, 10.1137/030601880
 */
export function strongWolfe(options: StrongWolfeOptions = {}): LimitedLineSearch {
  const { sufficientDecrease = 1e-4, curvature = 0.9, trials = 40 } = options;
  const conditions = { sufficientDecrease, curvature, trials };
  return {
    accepts: (value, slope, trial) => accepts(value, slope, trial, conditions),
    goOn: (problem, x, direction, value, slope, trial, longest = Infinity) =>
      searchOn(problem, x, direction, value, slope, trial, longest, conditions),
  };
}

function accepts(
  value: number,
  slope: number,
  trial: LinePoint,
  { sufficientDecrease, curvature }: Required<StrongWolfeOptions>,
): boolean {
  const limit = value + sufficientDecrease * trial.step * slope + roundingLevel(value);
  return trial.value <= limit && Math.abs(trial.slope) <= -curvature * slope;
}

/** Goes on from a first trial that does not satisfy the conditions. */
function* searchOn(
  problem: View<"gradient">,
  x: Vector,
  direction: Vector,
  value: number,
  slope: number,
  first: LinePoint,
  longest: number,
  { sufficientDecrease, curvature, trials }: Required<StrongWolfeOptions>,
): Coroutine<LinePoint | undefined> {
  const rounding = roundingLevel(value);
  let { step, point, gradient, value: trialValue, slope: trialSlope } = first;
  // the point and gradient at `low`; they trade places with those of the trial
  let lowPoint = point;
  let lowGradient = gradient;
  let low = 0;
  let lowValue = value;
  let lowSlope = slope;
  let high = Infinity;
  let highValue = Infinity;
  let highSlope = 0;
  let expansions = 0;
  let widthBefore = Infinity;
  let widthTwoBefore = Infinity;
  let endless = false;

  for (let trial = 1; ; trial++) {
    const sufficient = trialValue <= value + sufficientDecrease * step * slope + rounding;
    const previous = low;
    const previousValue = lowValue;
    const previousSlope = lowSlope;
    if (!sufficient || (low > 0 && trialValue > lowValue + rounding)) {
      high = step;
      highValue = trialValue;
      highSlope = trialSlope;
    } else if (Math.abs(trialSlope) <= -curvature * slope) {
      return { outcome: "accepted", step, value: trialValue, slope: trialSlope, point, gradient };
    } else {
      if (trialSlope * (high - low) > 0) {
        high = low;
        highValue = lowValue;
        highSlope = lowSlope;
      }
      const freePoint = low === 0 ? problem.scratch() : lowPoint;
      const freeGradient = low === 0 ? problem.scratch() : lowGradient;
      lowPoint = point;
      lowGradient = gradient;
      point = freePoint;
      gradient = freeGradient;
      low = step;
      lowValue = trialValue;
      lowSlope = trialSlope;
    }

    if (high === Infinity) {
      endless = lowValue < bottomlessValue || expansions === expansionLimit;
      if (endless || low >= longest) break;
      expansions += 1;
      const stride = low - previous;
      const minimizer = cubicMinimizer(previous, previousValue, previousSlope, low, lowValue, lowSlope);
      const stretch = (minimizer - low) / stride;
      const part = stretch > 0 ? Math.min(mostExpansion, Math.max(leastExpansion, stretch)) : mostExpansion;
      step = Math.min(longest, low + part * stride);
    } else {
      if (low === 0 && isInvisible(high, slope, value)) break;
      const width = Math.abs(high - low);
      if (highValue === Infinity) step = low + afterInvalid * (high - low);
      else if (width > shrinkage * widthTwoBefore) step = low + 0.5 * (high - low);
      else if (Math.abs(highValue - lowValue) <= rounding)
        step = inside(low, high, secant(low, lowSlope, high, highSlope));
      else step = inside(low, high, cubicMinimizer(low, lowValue, lowSlope, high, highValue, highSlope));
      widthTwoBefore = widthBefore;
      widthBefore = width;
      if (step === low || step === high) break;
    }
    if (trial === trials) break;
    trialValue = yield* problem.gradient(move(x, step, direction, point), gradient);
    trialSlope = dot(gradient, direction);
  }
  if (!(low > 0 && lowValue < value)) return undefined;
  const outcome = endless ? "endless" : "decrease";
  return { outcome, step: low, value: lowValue, slope: lowSlope, point: lowPoint, gradient: lowGradient };
}

/** Where the slope vanishes by linear interpolation, for values that are the same but for rounding. */
function secant(a: number, sa: number, b: number, sb: number): number {
  return a + (b - a) * (sa / (sa - sb));
}

/** `wanted`, kept away from the ends of the bracket; its middle when that is no number. `high` may be less than `low`. */
function inside(low: number, high: number, wanted: number): number {
  const part = (wanted - low) / (high - low);
  if (!(Math.abs(part) < Infinity)) return low + 0.5 * (high - low);
  return low + Math.min(1 - margin, Math.max(margin, part)) * (high - low);
}
