import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { FeasibleSet } from "../problem/terms.ts";

/**
 * The set lower <= x <= upper. Bounds of a problem do the same and are kept by many more methods; this is for methods
 * that ask for a set, and to be named beside other sets.
 *
 * @param lower one number for all variables or one for each (copied); -Infinity for none
 * @param upper likewise; Infinity for none
 * @throws InfimumError `bounds-mismatch` (not numbers, or of different lengths), `bounds-crossed`; `bounds-mismatch` also
 * when a problem of another size uses it
 */
export function box(lower: number | ArrayLike<number>, upper: number | ArrayLike<number>): FeasibleSet {
  const low = readSide(lower);
  const high = readSide(upper);
  const length = typeof low === "number" ? (typeof high === "number" ? undefined : high.length) : low.length;
  if (typeof high !== "number" && high.length !== length) {
    throw new InfimumError(
      "bounds-mismatch",
      `box has ${length} lower and ${high.length} upper bounds: give the same number of both, or one number.`,
    );
  }
  const lowerAt = typeof low === "number" ? () => low : (i: number) => low[i];
  const upperAt = typeof high === "number" ? () => high : (i: number) => high[i];
  const bounded = requireOrdered(lowerAt, upperAt, length ?? 1);
  return {
    name: "box",
    project(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = Math.min(upperAt(i), Math.max(lowerAt(i), x[i]));
    },
    violation(x) {
      let largest = 0;
      for (let i = 0; i < x.length; i++) largest = Math.max(largest, lowerAt(i) - x[i], x[i] - upperAt(i));
      return largest;
    },
    ...(bounded && {
      linearMinimizer(g: Vector, out: Vector) {
        for (let i = 0; i < g.length; i++) out[i] = g[i] < 0 ? upperAt(i) : lowerAt(i);
      },
    }),
    check(dimension) {
      if (length === undefined || length === dimension) return;
      throw new InfimumError(
        "bounds-mismatch",
        `box has ${length} bounds and the problem has ${dimension} variables: give one for each, or one number.`,
      );
    },
  };
}

function readSide(side: number | ArrayLike<number>): number | Vector {
  return typeof side === "number" ? side : Float64Array.from(side);
}

/** True when every bound is finite. */
function requireOrdered(lowerAt: (i: number) => number, upperAt: (i: number) => number, length: number): boolean {
  let finite = true;
  for (let i = 0; i < length; i++) {
    const lower = lowerAt(i);
    const upper = upperAt(i);
    if (Number.isNaN(lower) || Number.isNaN(upper) || lower === Infinity || upper === -Infinity) {
      throw new InfimumError(
        "bounds-mismatch",
        `box has the bounds [${lower}, ${upper}] at ${i}: give numbers, -Infinity and Infinity where there is none.`,
      );
    }
    if (lower > upper) {
      throw new InfimumError(
        "bounds-crossed",
        `box has the lower bound ${lower} above the upper bound ${upper} at ${i}: exchange them.`,
      );
    }
    finite &&= lower > -Infinity && upper < Infinity;
  }
  return finite;
}
