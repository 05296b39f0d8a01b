import { DirectRun } from "../run/direct-run.ts";
import { drive } from "../run/drive.ts";
import type { Method } from "../run/method.ts";
import { type Result, resultOf } from "../run/result.ts";
import { readArguments } from "./arguments.ts";
import type { Equipment, Methods } from "./equipment.ts";
import { lean } from "./lean.ts";
import { byName } from "./methods.ts";
import { plan } from "./plan.ts";
import type { Minimize } from "./signatures.ts";

/** `minimize` over one list of methods. Called itself, it minimizes. */
export interface DirectMinimizer<Name extends string> extends Minimize<Name> {
  readonly minimize: Minimize<Name>;
  readonly methods: Methods;
}

/**
 * `minimize` over the methods that are given, and nothing else: for pages, which then load only those. A method of your
 * own runs without being listed.
 *
 * @param equipment `lean` unless said; `complete` adds all that the library can do
 *
 * @example
 * const minimize = minimizer([nelderMead]);
 * minimize(([a, b]) => (a - 1) ** 2 + (b - 2) ** 2, [0, 0]).status; // "converged"
 */
export function minimizer<const M extends readonly Method[]>(
  list: M,
  equipment: Equipment = lean,
): DirectMinimizer<M[number]["name"]> {
  const methods = byName(list);
  const minimize = (first: unknown, ...rest: unknown[]): Result => {
    const { problem, options } = readArguments(first, rest);
    const { prepared, method, runOptions, context } = plan(problem, options, methods, equipment);
    const run = options.checkpoint
      ? equipment.resumption!.run(prepared, method, runOptions)
      : new DirectRun(prepared, method, runOptions);
    drive(run, options.onStep);
    return resultOf(run, context);
  };
  return Object.assign((first: unknown, ...rest: unknown[]) => minimize(first, ...rest), {
    minimize,
    methods,
  }) as unknown as DirectMinimizer<M[number]["name"]>;
}
