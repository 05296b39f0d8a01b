import { badValue } from "../error.ts";
import { readBounds } from "./bounds.ts";
import type { ProblemDefinition } from "./definition.ts";
import { readFunctions } from "./functions.ts";
import type { Coordinate } from "./oracles.ts";
import { layoutOf, type Parameters } from "./parameters.ts";
import { isSearchSpace, type StartStatement } from "./search-space.ts";
import { readStart } from "./start.ts";
import { type Problem, unwrapped } from "./stated-problem.ts";

export { isProblem, type Problem, unwrapped, type Wrapper } from "./stated-problem.ts";

/**
 * States a problem: checks it, and makes vectors of it.
 *
 * @throws InfimumError with the code `x0-empty`, `x0-not-numbers`, `x0-not-finite`, `bounds-mismatch`, `bounds-crossed`,
 * `x0-outside-bounds`, `nothing-to-minimize`, `unknown-goal` or `not-a-function`; over a space `bounds-mismatch`,
 * `space-terms` or `not-differentiable` for what does not go with it
 *
 * @example
 * const rosenbrock = problem({
 *   objective: (x) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2,
 *   x0: [-1.2, 1],
 *   bounds: { lower: [-2, -2], upper: [2, 2] },
 * });
 */
export function problem<const P extends Parameters, Data = undefined>(
  definition: ProblemDefinition<P, Data>,
): Problem<P> {
  const { goal = "minimize", derivatives = "auto", plus = [] } = definition;
  if (goal !== "minimize" && goal !== "maximize") {
    throw badValue("unknown-goal", "goal", JSON.stringify(goal), '"minimize" or "maximize"');
  }
  const start =
    [definition.x0, definition.objective as unknown].find(isSearchSpace)?.statement(definition) ??
    numbersOf(definition);
  const { functions, oracles } = readFunctions(definition as ProblemDefinition<any, any>, start.layout);
  return {
    name: definition.name ?? "problem",
    goal,
    dimension: start.layout.dimension,
    derivatives,
    functions,
    oracles,
    operators: {},
    terms: plus,
    within: definition.within,
    definition,
    derivativeNotes: [],
    wrap: unwrapped,
    ...start,
  };
}

/** What a start of numbers says, and the bounds. */
function numbersOf({ x0: start, bounds: given }: ProblemDefinition<any, any>): StartStatement {
  const layout = layoutOf(start);
  const bounds = readBounds(given, layout);
  const x0 = readStart(start, layout, bounds);
  const coordinates: Coordinate[] = [];
  for (let i = 0; i < x0.length; i++) coordinates.push(continuous);
  return { layout, x0, ...bounds, coordinates };
}

const continuous: Coordinate = { kind: "continuous" };
