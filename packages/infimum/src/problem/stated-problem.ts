import type { Vector } from "../numerics/vector.ts";
import type { DerivativePolicy, Goal, ProblemDefinition } from "./definition.ts";
import type { CallerFunctions } from "./functions.ts";
import type { Coordinate, Need, OperatorName, Operators, OracleName } from "./oracles.ts";
import type { Layout, Parameters } from "./parameters.ts";
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
  readonly operators: { readonly [N in OperatorName]?: Operators[N] } & Pick<View, "hessianPattern">;
  readonly terms: readonly Term[];
  readonly within: FeasibleSet | undefined;
  readonly derivatives: DerivativePolicy;
  /** What the start brings along for methods that do not handle integers. */
  readonly serve?: ServeRealNumbers;
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
 * The problem as a method can take it: the problem itself for one that handles integers.
 *
 * @throws InfimumError `needs-not-met` for methods that need a derivative there is not
 */
export type ServeRealNumbers = (problem: Problem, method: Served) => Problem;

/** What a method says of itself. */
export interface Served {
  readonly name: string;
  readonly needs: readonly Need[];
  readonly handles: readonly string[];
}

/** The view of a problem that no wrapper has changed. */
export function unwrapped(view: View): View {
  return view;
}

/** True for what `problem` returned, whatever wrapped it since. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "layout" in value && "oracles" in value && "wrap" in value;
}
