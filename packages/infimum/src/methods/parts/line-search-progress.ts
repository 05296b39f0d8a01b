import { copyMeasured, type Vector } from "../../numerics/vector.ts";
import type { Verdict } from "../../run/method.ts";
import { bottomlessValue, type LinePoint } from "./line-search.ts";

/** What a line-search method remembers of its way, as plain data of its state. */
export interface LineSearchProgress {
  lowestValue: number;
  smallestGradient: number;
  /** Steps in a row that lowered neither of the two. */
  idleSteps: number;
  /** Searches in a row that gave up going further while the value still fell. */
  endlessSearches: number;
}

/** Each goes out 10^7 times its first step: no function that has a minimizer does this thrice by chance. */
const mostEndlessSearches = 3;

/** At the rounding of f a step may lower neither value nor gradient, and the next one still help. */
export const mostIdleSteps = 8;

/** A point this far out (in any variable) is taken for a run to infinity. */
const farthest = 1e100;

export function newProgress(value: number, gradientNorm: number): LineSearchProgress {
  return { lowestValue: value, smallestGradient: gradientNorm, idleSteps: 0, endlessSearches: 0 };
}

/** The part of a state that a step along a line changes in every method. */
export interface LineSearchState {
  readonly x: Vector;
  value: number;
  readonly gradient: Vector;
  /** The largest entry of the gradient. */
  gradientNorm: number;
  readonly progress: LineSearchProgress;
}

/** Moves to the point that a line search found. A verdict when that says that going on is pointless. */
export function takeStep(state: LineSearchState, line: LinePoint, patience = mostIdleSteps): Verdict | undefined {
  const distance = copyMeasured(line.point, state.x);
  state.value = line.value;
  state.gradientNorm = copyMeasured(line.gradient, state.gradient);
  return noteStep(state.progress, line, state.gradientNorm, distance, patience);
}

/** Notes a step that is taken. A verdict when it says that going on is pointless: after `patience` idle steps, among others. */
export function noteStep(
  progress: LineSearchProgress,
  line: LinePoint,
  gradientNorm: number,
  distance: number,
  patience = mostIdleSteps,
): Verdict | undefined {
  const helps = line.value < progress.lowestValue || gradientNorm < progress.smallestGradient;
  progress.lowestValue = Math.min(line.value, progress.lowestValue);
  progress.smallestGradient = Math.min(gradientNorm, progress.smallestGradient);
  progress.idleSteps = helps ? 0 : progress.idleSteps + 1;
  progress.endlessSearches = line.outcome === "endless" ? progress.endlessSearches + 1 : 0;
  if (line.value < bottomlessValue) {
    return { stop: "unbounded", why: `the value fell to ${line.value}` };
  }
  if (progress.endlessSearches >= mostEndlessSearches) {
    return {
      stop: "unbounded",
      why: `${mostEndlessSearches} line searches in a row found no end of the fall, to ${line.value}`,
    };
  }
  if (distance > farthest) {
    return { stop: "unbounded", why: `the value still falls at a distance of ${distance.toPrecision(3)}` };
  }
  if (progress.idleSteps >= patience) {
    return {
      stop: "stalled",
      why: `${patience} steps lowered neither the value ${progress.lowestValue} nor the gradient`,
    };
  }
  return undefined;
}

/** The verdict when not even steepest descent finds a lower value. */
export function noDecrease(value: number, gradientNorm: number): Verdict {
  if (!(value < Infinity)) return { stop: "failed", why: "the value or the gradient at the start is not finite" };
  return {
    stop: "stalled",
    why: `steepest descent finds no value below ${value}, with a gradient of ${gradientNorm.toPrecision(3)}`,
  };
}
