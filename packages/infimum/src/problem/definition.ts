import type { Vector } from "../numerics/vector.ts";
import type { Bounds } from "./bounds.ts";
import type { Parameters, Shape } from "./parameters.ts";
import type { RobustLoss } from "./robust-loss.ts";
import type { FeasibleSet, Term } from "./terms.ts";

export type MaybePromise<T> = T | PromiseLike<T>;

/** A caller's function that fills `out`, or ignores it and returns the numbers. */
export type CallerWriter<Asked extends readonly unknown[], Data> = (
  ...args: [...Asked, out: Vector, data: Data]
) => MaybePromise<void | ArrayLike<number>>;

/** `gradient(x, out)` writes and may return the value; `gradient(x)` returns numbers, or a record shaped like x0. */
export type CallerGradient<P, Data> = (
  x: Shape<P>,
  out: Vector,
  data: Data,
) => MaybePromise<void | number | ArrayLike<number> | Shape<P>>;

export type Goal = "minimize" | "maximize";

/** What a caller states. Functions of a record start receive records; `data` comes as their second argument. */
export interface ProblemDefinition<P extends Parameters = Parameters, Data = undefined> {
  /** A name for reports; "problem" when left out. */
  readonly name?: string;
  readonly objective?: (x: Shape<P>, data: Data) => MaybePromise<number>;
  /**
   * The residuals r (m numbers) of the objective sum(r^2) / 2, in place of `objective`; `data` comes as the second argument.
   * "infimum/core" leaves them out.
   */
  readonly residuals?: (x: Shape<P>, data: Data) => MaybePromise<ArrayLike<number>>;
  /** Writes (or returns) the Jacobian of the residuals, m x n, column-major. */
  readonly jacobian?: CallerWriter<[x: Shape<P>], Data>;
  /** How many residuals there are: found by asking them at x0 when left out, needed where they are asynchronous. */
  readonly residualCount?: number;
  /** Multiplies the square of each residual; all 1 when left out. */
  readonly weights?: ArrayLike<number>;
  /** What is summed of the (weighted) squares in place of themselves ("infimum/losses"). */
  readonly loss?: RobustLoss;
  readonly x0: P;
  readonly goal?: Goal;
  /** `gradient(x, out)` writes and may return the value; `gradient(x)` returns an array (of n, or of the shape of x0). */
  readonly gradient?: CallerGradient<P, Data>;
  /** Writes (or returns) the Hessian, n x n, column-major. */
  readonly hessian?: CallerWriter<[x: Shape<P>], Data>;
  /** Writes (or returns) the Hessian at x times v. */
  readonly hessianVector?: CallerWriter<[x: Shape<P>, v: Vector], Data>;
  /** The value of one sample or mini-batch, its gradient written to `out`. */
  readonly sampled?: (x: Shape<P>, sample: number, out: Vector, data: Data) => MaybePromise<number>;
  /** The indices of the points, best first. */
  readonly rank?: (points: readonly Shape<P>[], data: Data) => MaybePromise<ArrayLike<number>>;
  readonly bounds?: Bounds<P>;
  /** Terms with a proximal map, added to the objective. */
  readonly plus?: readonly Term[];
  /** A set that the solution has to lie in. */
  readonly within?: FeasibleSet;
  /** Passed to every function as its last argument. */
  readonly data?: Data;
  /**
   * Outer values that the objective uses, by their names, so that its source can be understood: numbers, arrays, and
   * functions, which are read too. They are taken as they are when the run begins.
   */
  readonly using?: Readonly<Record<string, unknown>>;
  /**
   * Where derivatives that are not given come from. "auto": they are exact where the objective can be read, else differences,
   * where a method needs them; "finite-difference": differences; "none": the objective is a black box, and no method that
   * needs derivatives is used; "exact": throw rather than use differences.
   */
  readonly derivatives?: DerivativePolicy;
}

export type DerivativePolicy = "auto" | "exact" | "finite-difference" | "none";
