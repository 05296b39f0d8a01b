import { certifier } from "./certify/certify.ts";
import { type Choice, choose } from "./choose/choose.ts";
import { nearestName } from "./choose/nearest-name.ts";
import { InfimumError } from "./error.ts";
import type { Bounds } from "./problem/bounds.ts";
import type { MaybePromise, ProblemDefinition } from "./problem/definition.ts";
import type { Parameters, Shape } from "./problem/parameters.ts";
import { isProblem, type Problem, problem as stateProblem } from "./problem/problem.ts";
import { type Checkpoint, checkpointOptions, requireCheckpoint } from "./run/checkpoint.ts";
import { drive, driveAsync } from "./run/drive.ts";
import type { Method } from "./run/method.ts";
import type { Observer } from "./run/observe.ts";
import { OpenRun } from "./run/open-run.ts";
import { derivativesOf, prepare } from "./run/prepare.ts";
import { type Result, type ResultContext, resultOf } from "./run/result.ts";
import { Run, type RunOptions } from "./run/run.ts";
import type { Budget } from "./run/stopping.ts";

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

/** The functions of the library over one list of methods. Called itself, it minimizes. */
export interface Minimizer<Name extends string> extends Minimize<Name> {
  readonly minimize: Minimize<Name>;
  readonly minimizeAsync: MinimizeAsync<Name>;
  readonly solve: Solve<Name>;
  readonly methods: ReadonlyMap<string, Method>;
}

/**
 * `minimize`, `minimizeAsync` and `solve` over the methods that are given, and nothing else: for pages, which then load
 * only those. A method of your own runs without being listed.
 *
 * @example
 * const small = minimizer([nelderMead]);
 * small(([a, b]) => (a - 1) ** 2 + (b - 2) ** 2, [0, 0]).status; // "converged"
 */
export function minimizer<const M extends readonly Method[]>(list: M): Minimizer<M[number]["name"]> {
  const methods: ReadonlyMap<string, Method> = new Map(list.map((method) => [method.name, method]));

  const minimize = (first: unknown, ...rest: unknown[]): Result => {
    const { problem, options } = readArguments(first, rest);
    const { prepared, method, context } = plan(problem, options, methods);
    const run = new Run(prepared, method, runOptions(options));
    drive(run, options.onStep);
    return resultOf(run, context);
  };
  const minimizeAsync = async (first: unknown, ...rest: unknown[]): Promise<Result> => {
    const { problem, options } = readArguments(first, rest);
    const { prepared, method, context } = plan(problem, options, methods);
    const run = new Run(prepared, method, { ...runOptions(options), inline: false });
    await driveAsync(run, options, options.onStep);
    return resultOf(run, context);
  };
  const solve = (problem: Problem, options: AllOptions = {}): OpenRun => {
    requireKnownOptions(options);
    const { prepared, method, context } = plan(problem, options, methods);
    return new OpenRun(prepared, method, runOptions(options), context, options.onStep);
  };
  return Object.assign((first: unknown, ...rest: unknown[]) => minimize(first, ...rest), {
    minimize,
    minimizeAsync,
    solve,
    methods,
  }) as unknown as Minimizer<M[number]["name"]>;
}

type AllOptions = SolveOptions & AsyncSolveOptions;

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
const problemOptionNames = [
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
  "derivatives",
];

function readArguments(first: unknown, rest: unknown[]): { problem: Problem; options: AllOptions } {
  if (isProblem(first)) {
    const options = (rest[0] ?? {}) as AllOptions;
    requireKnownOptions(options);
    return { problem: first, options };
  }
  if (typeof first !== "function") {
    throw new InfimumError(
      "not-a-function",
      `the objective has to be a function or a problem({...}), not ${first === null ? "null" : typeof first}.`,
    );
  }
  const [x0, options = {}] = rest as [Parameters, MinimizeOptions<any, any> & AllOptions];
  requireKnownOptions(options, problemOptionNames);
  const definition: Record<string, unknown> = { objective: first, x0 };
  for (const name of problemOptionNames) definition[name] = options[name as keyof typeof options];
  return { problem: stateProblem(definition as unknown as ProblemDefinition), options };
}

function requireKnownOptions(options: object, more: readonly string[] = []): void {
  const known = [...solveOptionNames, ...more];
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const close = nearestName(name, known);
    throw new InfimumError(
      "unknown-option",
      `there is no option "${name}"${close ? `: did you mean "${close}"?` : `: known are ${known.join(", ")}.`}`,
    );
  }
}

function plan(problem: Problem, options: AllOptions, methods: ReadonlyMap<string, Method>) {
  const { method, explanation } = pick(problem, options, methods);
  const prepared = prepare(problem, method);
  const context: ResultContext = { explanation, derivatives: derivativesOf(prepared, method) };
  return { prepared, method, context };
}

function pick(problem: Problem, options: AllOptions, methods: ReadonlyMap<string, Method>): Choice {
  const { method = "auto", checkpoint } = options;
  if (typeof method !== "string") return { method, explanation: "as asked" };
  if (checkpoint !== undefined && method === "auto") {
    requireCheckpoint(checkpoint);
    const listed = listedMethod(checkpoint.method, methods);
    return { method: { ...listed, options: checkpointOptions(checkpoint) }, explanation: "as in the checkpoint" };
  }
  if (method === "auto") return choose(problem, methods);
  return { method: listedMethod(method, methods), explanation: "as asked" };
}

function listedMethod(name: string, methods: ReadonlyMap<string, Method>): Method {
  const method = methods.get(name);
  if (method) return method;
  const close = nearestName(name, methods.keys());
  throw new InfimumError(
    "unknown-method",
    `there is no method "${name}"${close ? `: did you mean "${close}"?` : ""} Listed are ${[...methods.keys()].join(", ") || "none"}.`,
  );
}

function runOptions({ budget, target, tolerance, seed, signal, checkpoint }: AllOptions): RunOptions {
  return {
    budget,
    target,
    tolerance,
    seed,
    signal,
    checkpoint,
    certifier: certifier(typeof tolerance === "number" ? tolerance : undefined),
  };
}
