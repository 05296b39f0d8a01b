import type { Problem } from "../problem/problem.ts";
import { deriveGradient, deriveValue } from "./differences.ts";
import type { Method } from "./method.ts";
import { type Means, prepareBy } from "./prepare-by.ts";

const means: Means = { derivations: { value: deriveValue, values: deriveValue, gradient: deriveGradient } };

/** The problem as a method can take it, by values and gradients alone. See `prepareBy`. */
export function prepareSmooth(problem: Problem, method: Method): Problem {
  return prepareBy(means, problem, method);
}
