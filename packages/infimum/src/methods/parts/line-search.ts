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

/**
 * Looks for a step along `direction` from `x`, where the value is `value` and the derivative along the direction is `slope` < 0,
 * trying `firstStep` > 0 first. Undefined when no step lowers the value.
 */
export type LineSearch = (
  problem: View<"gradient">,
  x: Vector,
  direction: Vector,
  value: number,
  slope: number,
  firstStep: number,
) => Coroutine<LinePoint | undefined>;

/** Values below this end every search: the objective is taken to have no lower bound before float64 overflows. */
export const bottomlessValue = -1e300;

/**
 * True when even the whole first-order decrease over `step` could not be told from rounding: a shorter step that
 * would lower the value cannot be seen.
 */
export function isInvisible(step: number, slope: number, value: number): boolean {
  return step * Math.abs(slope) <= 0.01 * Number.EPSILON * Math.abs(value);
}
