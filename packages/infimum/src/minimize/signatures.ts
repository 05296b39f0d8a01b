import type { MaybePromise } from "../problem/definition.ts";
import type { Parameters, Shape } from "../problem/parameters.ts";
import type { Problem } from "../problem/problem.ts";
import type { OpenRun } from "../run/open-run.ts";
import type { Result } from "../run/result.ts";
import type { AsyncSolveOptions, MinimizeOptions, SolveOptions } from "./options.ts";

export interface Minimize<Name extends string> {
  /**
   * Minimizes a function from a start.
   *
   * @param objective gets a point in the shape of `x0`, and `data`; must return a number. It may write to the point, and must
   * not keep it: the array is used again.
   * @param x0 the start: an array of numbers, or a (nested) record of numbers and arrays
   * @throws InfimumError for mistakes of the caller, before anything is evaluated where that can be told, and
   * "objective-threw" when the objective throws before any point was good
   */
  <const P extends Parameters, Data = undefined>(
    objective: (x: Shape<P>, data: Data) => number,
    x0: P,
    options?: MinimizeOptions<P, Data, Name>,
  ): Result<P>;
  /** Minimizes a stated problem. */
  <P extends Parameters>(problem: Problem<P>, options?: SolveOptions<Name>): Result<P>;
}

export interface MinimizeAsync<Name extends string> {
  /** As `minimize`, for objectives that may return promises; batches are evaluated `parallel` at a time. */
  <const P extends Parameters, Data = undefined>(
    objective: (x: Shape<P>, data: Data) => MaybePromise<number>,
    x0: P,
    options?: MinimizeOptions<P, Data, Name> & AsyncSolveOptions,
  ): Promise<Result<P>>;
  <P extends Parameters>(problem: Problem<P>, options?: SolveOptions<Name> & AsyncSolveOptions): Promise<Result<P>>;
}

export type Solve<Name extends string> = <P extends Parameters>(
  problem: Problem<P>,
  options?: SolveOptions<Name>,
) => OpenRun<P>;
