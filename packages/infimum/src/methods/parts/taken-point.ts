import { copy, maxNorm, type Vector } from "../../numerics/vector.ts";
import type { Verdict } from "../../run/method.ts";
import { bottomlessValue } from "./line-search.ts";

/** A point this far out (in any variable) is taken for a run to infinity. */
const farthest = 1e100;

/** The point of a state, with its value and gradient. */
export interface Iterate {
  readonly x: Vector;
  value: number;
  readonly gradient: Vector;
}

/** Moves a state to a point. A verdict where the value falls without end. */
export function takePoint(state: Iterate, point: Vector, gradient: Vector, value: number): Verdict | undefined {
  copy(point, state.x);
  copy(gradient, state.gradient);
  state.value = value;
  if (value < bottomlessValue) return { stop: "unbounded", why: `the value fell to ${value}` };
  const distance = maxNorm(point);
  if (distance > farthest) {
    return { stop: "unbounded", why: `the value still falls at a distance of ${distance.toPrecision(3)}` };
  }
  return undefined;
}

/** The verdict when a step, and all shorter ones, lower neither value nor gradient. */
export function noProgress(length: number, value: number, gradientNorm: number): Verdict {
  return {
    stop: "stalled",
    why: `the step of length ${length.toPrecision(3)} lowers neither the value ${value} nor the gradient ${gradientNorm.toPrecision(3)}`,
  };
}

/** The verdict where nothing is finite to begin with. */
export const invalidStart: Verdict = {
  stop: "failed",
  why: "the value or the gradient at the start is not finite",
};
