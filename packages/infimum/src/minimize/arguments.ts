import { wrongKind } from "../error.ts";
import type { ProblemDefinition } from "../problem/definition.ts";
import type { Parameters } from "../problem/parameters.ts";
import { isProblem, type Problem, problem as stateProblem } from "../problem/problem.ts";
import { type AllOptions, type MinimizeOptions, problemOptionNames, requireKnownOptions } from "./options.ts";

/** The two ways of calling `minimize` as one: an objective with a start, or a problem; then options. */
export function readArguments(first: unknown, rest: unknown[]): { problem: Problem; options: AllOptions } {
  if (isProblem(first)) {
    const options = (rest[0] ?? {}) as AllOptions;
    requireKnownOptions(options);
    return { problem: first, options };
  }
  if (typeof first !== "function") {
    throw wrongKind("not-a-function", "the objective", "a function or a problem({...})", first);
  }
  const [x0, options = {}] = rest as [Parameters, MinimizeOptions<any, any> & AllOptions];
  requireKnownOptions(options, problemOptionNames);
  // how to solve is no part of a problem, which does not look at it
  const definition: unknown = Object.assign({ objective: first, x0 }, options);
  return { problem: stateProblem(definition as ProblemDefinition), options };
}
