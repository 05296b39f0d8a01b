import { didYouMean } from "../did-you-mean.ts";
import { InfimumError } from "../error.ts";
import type { Bounds } from "../problem/bounds.ts";
import type { ProblemDefinition } from "../problem/definition.ts";
import type { Parameters } from "../problem/parameters.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import type { Method } from "../run/method.ts";
import type { Observer } from "../run/observe.ts";
import type { Budget } from "../run/stopping.ts";

/** How to solve: the same for every way of running. */
export interface SolveOptions<Name extends string = string> {
  /** A listed name, a configured method, or "auto" (the default), which chooses and says why. */
  readonly method?: Name | "auto" | Method;
  /**
   * Evaluations, iterations, seconds. Left out: 20,000 evaluations for each variable and one more. What a certificate
   * asks counts too.
   */
  readonly budget?: Budget;
  /** Stop once the objective is at least this good; tested between questions, so a batch is finished first. */
  readonly target?: number;
  /** One tolerance for the measures the method settles by and for the certificate, or one for each measure. */
  readonly tolerance?: number | Readonly<Record<string, number>>;
  /** A whole number; the same seed gives the same answer. 0 when left out. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Called after every iteration; return "stop" to stop. */
  readonly onStep?: Observer;
  /** A frozen run to go on from. */
  readonly checkpoint?: Checkpoint;
}

/** `SolveOptions` and what else belongs to the problem. */
export interface MinimizeOptions<P extends Parameters, Data, Name extends string = string>
  extends SolveOptions<Name>,
    Omit<ProblemDefinition<P, Data>, "objective" | "x0" | "bounds" | "data" | "name"> {
  readonly bounds?: Bounds<P>;
  /** Passed to the objective as its second argument. */
  readonly data?: Data;
}

export interface AsyncSolveOptions {
  /** How many evaluations of a batch overlap; 1 when left out. */
  readonly parallel?: number;
  /** An evaluation without an answer by then is given up: counted, and invalid. */
  readonly evaluationSeconds?: number;
}

export type AllOptions = SolveOptions & AsyncSolveOptions;

const solveOptionNames = [
  "method",
  "budget",
  "target",
  "tolerance",
  "seed",
  "signal",
  "onStep",
  "checkpoint",
  "parallel",
  "evaluationSeconds",
];
/** The options of `minimize` that belong to the problem. */
export const problemOptionNames = [
  "goal",
  "gradient",
  "hessian",
  "hessianVector",
  "sampled",
  "rank",
  "bounds",
  "plus",
  "within",
  "data",
  "using",
  "derivatives",
];

/** @throws InfimumError `unknown-option`, with the known name that is closest */
export function requireKnownOptions(options: object, more: readonly string[] = []): void {
  for (const name of Object.keys(options)) {
    if (solveOptionNames.includes(name) || more.includes(name)) continue;
    const known = [...solveOptionNames, ...more];
    throw new InfimumError("unknown-option", `there is no option "${name}": ${didYouMean(name, known)}`);
  }
}
