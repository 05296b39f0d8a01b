import type { Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";

/**
 * - `accepted`: the conditions of the search hold
 * - `decrease`: they could not be met, but the value is lower
 * - `endless`: the value still falls where the search gave up going further, so it may have no lower bound
 */
export type LineOutcome = "accepted" | "decrease" | "endless";

/** What a line search found. `point` and `gradient` (n) are scratch: they live until the iteration ends. */
export interface LinePoint {
  readonly outcome: LineOutcome;
  /** t in x + t d. */
  readonly step: number;
  readonly value: number;
  /** The derivative along d. */
  readonly slope: number;
  readonly point: Vector;
  readonly gradient: Vector;
}

/** A first trial, to be filled in by who asks it. */
export interface Trial extends LinePoint {
  value: number;
  slope: number;
}

/** A trial of that step, whose value and slope are still to come. */
export function newTrial(problem: View<"gradient">, step: number): Trial {
  return { outcome: "accepted", step, value: NaN, slope: NaN, point: problem.scratch(), gradient: problem.scratch() };
}

/**
 * A line search in two parts: whether a first trial will do, and how to go on when it will not. The method asks the
 * first trial itself, since mostly it will do, and a coroutine for it costs more than what else there is to compute.
 *
 * `value` is f(x) and `slope` < 0 the derivative along `direction`; `goOn` gives undefined when no step lowers the value.
 */
export interface LineSearch {
  accepts(value: number, slope: number, trial: LinePoint): boolean;
  goOn(
    problem: View<"gradient">,
    x: Vector,
    direction: Vector,
    value: number,
    slope: number,
    trial: LinePoint,
  ): Coroutine<LinePoint | undefined>;
}

/** A line search that can be told how far it may go: `longest` is at least the first trial's step, Infinity when left out. */
export interface LimitedLineSearch extends LineSearch {
  goOn(
    problem: View<"gradient">,
    x: Vector,
    direction: Vector,
    value: number,
    slope: number,
    trial: LinePoint,
    longest?: number,
  ): Coroutine<LinePoint | undefined>;
}

/** Values below this end every search: the objective is taken to have no lower bound before float64 overflows. */
export const bottomlessValue = -1e300;

/**
 * True when even the whole first-order decrease over `step` could not be told from rounding: a shorter step that
 * would lower the value cannot be seen.
 */
export function isInvisible(step: number, slope: number, value: number): boolean {
  return step * Math.abs(slope) <= 0.01 * Number.EPSILON * Math.abs(value);
}
