import { asyncMinimizer } from "../minimize/async-minimizer.ts";
import { complete } from "../minimize/complete.ts";
import { minimizer as directMinimizer } from "../minimize/minimizer.ts";
import type { Minimize, MinimizeAsync, Solve } from "../minimize/signatures.ts";
import { solver } from "../minimize/solver.ts";
import type { Method } from "../run/method.ts";

/**
 * The functions of the library over one method, for objectives that are not read: what a method is asked to keep its
 * promises on is what the caller declares, and the same run is then the same answers.
 */
export function minimizer(list: readonly [Method]): {
  readonly minimize: Minimize<string>;
  readonly minimizeAsync: MinimizeAsync<string>;
  readonly solve: Solve<string>;
} {
  return {
    minimize: directMinimizer(list, complete).minimize,
    minimizeAsync: asyncMinimizer(list, complete),
    solve: solver(list, complete),
  };
}
