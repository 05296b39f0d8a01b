import { driveAsync } from "../run/drive.ts";
import type { Method } from "../run/method.ts";
import { type Result, resultOf } from "../run/result.ts";
import { Run } from "../run/run.ts";
import { readArguments } from "./arguments.ts";
import type { Equipment } from "./equipment.ts";
import { lean } from "./lean.ts";
import { byName } from "./methods.ts";
import { plan } from "./plan.ts";
import { resumption } from "./resumption.ts";
import type { MinimizeAsync } from "./signatures.ts";

/**
 * `minimizeAsync` over the methods that are given: for objectives that may return promises. It goes on from checkpoints
 * with any equipment.
 */
export function asyncMinimizer<const M extends readonly Method[]>(
  list: M,
  equipment: Equipment = lean,
): MinimizeAsync<M[number]["name"]> {
  const methods = byName(list);
  const resumable = { ...equipment, resumption };
  const minimizeAsync = async (first: unknown, ...rest: unknown[]): Promise<Result> => {
    const { problem, options } = readArguments(first, rest);
    const { prepared, method, runOptions, context } = plan(problem, options, methods, resumable);
    const run = new Run(prepared, method, { ...runOptions, inline: false });
    await driveAsync(run, options, options.onStep);
    return resultOf(run, context);
  };
  return minimizeAsync as unknown as MinimizeAsync<M[number]["name"]>;
}
