import { InfimumError } from "../error.ts";
import type { ProblemDefinition } from "../problem/definition.ts";
import type { SearchSpace } from "../problem/search-space.ts";
import { problem } from "../problem/state-problem.ts";
import type { Method } from "../run/method.ts";
import { prepare } from "../run/prepare.ts";

/** What a caller would state, over a flat vector: a check may count, delay or spoil the functions. */
export type Definition = ProblemDefinition<Float64Array | SearchSpace<Float64Array>, any>;

/** A problem to run a method on. */
export interface ConformanceCase {
  readonly name: string;
  readonly definition: Definition;
}

/** The ways a problem is refused because it is not of the method's kind. */
const refusals = new Set(["needs-not-met", "set-not-handled", "no-joint-proximal-map", "derivatives-not-exact"]);

/** True when the method can be run on the problem of the case. */
export function fits(method: Method, { definition }: ConformanceCase): boolean {
  try {
    prepare(problem(definition), method);
    return true;
  } catch (error) {
    if (error instanceof InfimumError && refusals.has(error.code)) return false;
    throw error;
  }
}
