import { badValue, InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { BoundVectors } from "./bounds.ts";
import type { Layout, Parameters } from "./parameters.ts";

/**
 * x0 as a vector of its own.
 *
 * @throws InfimumError `x0-empty`, `x0-not-finite`, `x0-outside-bounds`
 */
export function readStart(x0: Parameters, layout: Layout, bounds: BoundVectors | undefined): Vector {
  if (layout.dimension === 0) {
    throw new InfimumError("x0-empty", "x0 has no entries: give one number for each variable.");
  }
  const start = layout.encode(x0, new Float64Array(layout.dimension).fill(NaN));
  for (let i = 0; i < start.length; i++) {
    if (!Number.isFinite(start[i])) {
      throw badValue("x0-not-finite", `the start of ${layout.names[i]}`, start[i], "a finite number");
    }
    if (bounds && (start[i] < bounds.lower[i] || start[i] > bounds.upper[i])) {
      throw new InfimumError(
        "x0-outside-bounds",
        `the start of ${layout.names[i]}, ${start[i]}, is outside its bounds [${bounds.lower[i]}, ${bounds.upper[i]}]: move it inside.`,
      );
    }
  }
  return start;
}
