import type { Problem } from "../problem/problem.ts";

/** True when a gradient is given, or may be had by differences. */
export function hasGradient(problem: Problem): boolean {
  return problem.oracles.has("gradient") || (problem.oracles.has("value") && problem.derivatives !== "none");
}

/** True when the objective has values. */
export function isBlackBox(problem: Problem): boolean {
  return problem.oracles.has("value") || problem.oracles.has("values");
}
