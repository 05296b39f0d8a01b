import type { Vector } from "../numerics/vector.ts";
import type { DerivativePolicy, ProblemDefinition } from "./definition.ts";
import type { CallerFunctions } from "./functions.ts";
import type { Coordinate, OracleName } from "./oracles.ts";
import type { Layout, SpaceStart } from "./parameters.ts";
import type { ServeRealNumbers } from "./stated-problem.ts";

/**
 * A start that also says what the objective gets and where each variable ranges: what `space` makes ("infimum/space"). An objective may be
 * one too, as what `overArrays` makes ("infimum/arrays"). It
 * brings what a problem over it needs, so that nothing of it is loaded where there is none.
 */
export interface SearchSpace<Params = any> extends SpaceStart<Params> {
  /** @throws InfimumError `bounds-mismatch`, `space-terms`, `not-differentiable` for what does not go with the space */
  statement(definition: Definition): StartStatement;
}

/** What a caller states beside the space, whatever the types of its parameters. */
export type Definition = { readonly [Name in keyof ProblemDefinition]?: unknown };

/** What a start, or an objective that knows its derivatives, says of a problem. */
export interface StartStatement {
  readonly layout: Layout;
  readonly x0: Vector;
  readonly lower?: Vector;
  readonly upper?: Vector;
  readonly coordinates: readonly Coordinate[];
  /** "none" where there are no derivatives; as the caller says when left out. */
  readonly derivatives?: DerivativePolicy;
  /** For methods that take real numbers only; left out where the coordinates are real numbers on their own scale. */
  readonly serve?: ServeRealNumbers;
  /** In place of what the definition says; both or neither. */
  readonly functions?: CallerFunctions;
  readonly oracles?: ReadonlySet<OracleName>;
  /** See `Problem.exact`. */
  readonly exact?: string;
}

export function isSearchSpace(value: unknown): value is SearchSpace {
  return typeof (value as Partial<SearchSpace> | null | undefined)?.statement === "function";
}
