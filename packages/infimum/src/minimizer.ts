import { choose } from "./choose/choose.ts";
import { asyncMinimizer } from "./minimize/async-minimizer.ts";
import { complete } from "./minimize/complete.ts";
import type { Equipment, Methods } from "./minimize/equipment.ts";
import { minimizer as directMinimizer } from "./minimize/minimizer.ts";
import { promised, read } from "./minimize/read.ts";
import type { Minimize, MinimizeAsync, Solve } from "./minimize/signatures.ts";
import { solver } from "./minimize/solver.ts";
import type { Method } from "./run/method.ts";

/** The functions of the library over one list of methods. Called itself, it minimizes. */
export interface Minimizer<Name extends string> extends Minimize<Name> {
  readonly minimize: Minimize<Name>;
  readonly minimizeAsync: MinimizeAsync<Name>;
  readonly solve: Solve<Name>;
  readonly methods: Methods;
}

/** All that the library can do, reading functions included. */
const everything: Equipment = {
  ...complete,
  choose: (problem, methods) => choose(promised(problem), methods),
  read,
};

/**
 * `minimize`, `minimizeAsync` and `solve` over the methods that are given, with all that the library can do. A method of
 * your own runs without being listed. (For pages `infimum/core` has each of the three by itself, and leaner.)
 *
 * @example
 * const small = minimizer([nelderMead]);
 * small(([a, b]) => (a - 1) ** 2 + (b - 2) ** 2, [0, 0]).status; // "converged"
 */
export function minimizer<const M extends readonly Method[]>(list: M): Minimizer<M[number]["name"]> {
  return Object.assign(directMinimizer(list, everything), {
    minimizeAsync: asyncMinimizer(list, everything),
    solve: solver(list, everything),
  });
}
