import type { Problem } from "../problem/problem.ts";
import type { Method } from "../run/method.ts";
import { OpenRun } from "../run/open-run.ts";
import type { Equipment } from "./equipment.ts";
import { lean } from "./lean.ts";
import { byName } from "./methods.ts";
import { type AllOptions, requireKnownOptions } from "./options.ts";
import { plan } from "./plan.ts";
import { resumption } from "./resumption.ts";
import type { Solve } from "./signatures.ts";

/**
 * `solve` over the methods that are given: runs that are iterated, paused, frozen, or asked and told. It goes on from
 * checkpoints with any equipment.
 */
export function solver<const M extends readonly Method[]>(
  list: M,
  equipment: Equipment = lean,
): Solve<M[number]["name"]> {
  const methods = byName(list);
  const resumable = { ...equipment, resumption };
  const solve = (problem: Problem, options: AllOptions = {}): OpenRun => {
    requireKnownOptions(options);
    const { prepared, method, runOptions, context } = plan(problem, options, methods, resumable);
    return new OpenRun(prepared, method, runOptions, context, options.onStep);
  };
  return solve as unknown as Solve<M[number]["name"]>;
}
