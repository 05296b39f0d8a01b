import { badValue } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import { readBounds } from "./bounds.ts";
import type { DerivativePolicy, Goal, ProblemDefinition } from "./definition.ts";
import { type CallerFunctions, readFunctions } from "./functions.ts";
import type { Coordinate, OperatorName, Operators, OracleName } from "./oracles.ts";
import { type Layout, layoutOf, type Parameters } from "./parameters.ts";
import { isSearchSpace, type StartStatement } from "./search-space.ts";
import { readStart } from "./start.ts";
import type { FeasibleSet, Term } from "./terms.ts";
import type { View } from "./view.ts";

/** A problem, checked and in vectors: what wrappers transform and a run asks. */
export interface Problem<P extends Parameters = any> {
  readonly name: string;
  readonly goal: Goal;
  readonly dimension: number;
  readonly x0: Vector;
  readonly lower?: Vector;
  readonly upper?: Vector;
  readonly coordinates: readonly Coordinate[];
  readonly layout: Layout;
  readonly functions: CallerFunctions;
  /** The oracles that can be asked, given or added by wrappers. */
  readonly oracles: ReadonlySet<OracleName>;
  readonly operators: { readonly [N in OperatorName]?: Operators[N] };
  readonly terms: readonly Term[];
  readonly within: FeasibleSet | undefined;
  readonly derivatives: DerivativePolicy;
  /** What the start brings along for methods that do not handle integers. */
  readonly serve?: StartStatement["serve"];
  /** What the caller stated: for who reads the objective. */
  readonly definition: ProblemDefinition<any, any>;
  /** What to say of exact derivatives of the objective, where `functions` has them. */
  readonly exact?: string;
  /** Why the objective could not be read, and what to do, where somebody has tried. */
  readonly unread?: string;
  /** How derivatives were obtained: said by the wrapper that made them. */
  readonly derivativeNotes: readonly string[];
  /** What the wrappers make of the run's view of this problem; the outermost comes last. */
  readonly wrap: (view: View) => View;
  /** For inference only: the shape of the parameters. */
  readonly shape?: P;
}

/** A function from problems to problems: a change of variables, differences, a cache. */
export type Wrapper = (problem: Problem) => Problem;

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
  const start = isSearchSpace(definition.x0) ? definition.x0.statement(definition) : numbersOf(definition);
  const { functions, oracles } = readFunctions(definition as ProblemDefinition<any, any>, start.layout);
  return {
    name: definition.name ?? "problem",
    goal,
    dimension: start.layout.dimension,
    derivatives,
    ...start,
    functions,
    oracles,
    operators: {},
    terms: plus,
    within: definition.within,
    definition,
    derivativeNotes: [],
    wrap: unwrapped,
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

/** The view of a problem that no wrapper has changed. */
export function unwrapped(view: View): View {
  return view;
}

const continuous: Coordinate = { kind: "continuous" };

/** True for what `problem` returned, whatever wrapped it since. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "layout" in value && "oracles" in value && "wrap" in value;
}
