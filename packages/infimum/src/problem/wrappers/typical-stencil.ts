import type { Vector } from "../../numerics/vector.ts";
import type { BoundedBox } from "./room.ts";
import { type Stencil, stencil } from "./stencil.ts";

/** A variable that has come down to less than this part of its start may be at 0. */
const smallPart = 1e-3;

/**
 * `stencil` for variables of their own sizes: steps are relative to |x_i|, or to a thousandth of its start where that is larger,
 * or to 1 where both are 0. Parameters of models are of any size: a step of 1e-5 may be a hundred times one of them.
 */
export function typicalStencil({ lower, upper }: BoundedBox, x0: Vector, x: number, i: number): Stencil {
  const size = Math.max(Math.abs(x), smallPart * Math.abs(x0[i])) || 1;
  const box = { lower: lower && Float64Array.of(lower[i] / size), upper: upper && Float64Array.of(upper[i] / size) };
  const { first, second } = stencil(box, x / size, 0);
  return {
    first: within(first * size, x, lower?.[i], upper?.[i]),
    second: within(second * size, x, lower?.[i], upper?.[i]),
  };
}

/** Divided and multiplied again, a step to a bound may go beyond it by a rounding. */
function within(step: number, x: number, lower = -Infinity, upper = Infinity): number {
  return Math.min(upper - x, Math.max(lower - x, step));
}
