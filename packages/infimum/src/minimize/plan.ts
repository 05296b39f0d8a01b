import type { Choice } from "../choose/choose-listed.ts";
import { InfimumError } from "../error.ts";
import type { Problem } from "../problem/problem.ts";
import type { Method } from "../run/method.ts";
import { derivativesOf } from "../run/prepare-by.ts";
import type { ResultContext } from "../run/result.ts";
import type { RunOptions } from "../run/run.ts";
import type { Equipment, Methods } from "./equipment.ts";
import { listedMethod } from "./methods.ts";
import type { AllOptions } from "./options.ts";

/** All that a run is made of. */
export interface Plan {
  readonly prepared: Problem;
  readonly method: Method;
  readonly runOptions: RunOptions;
  readonly context: ResultContext;
}

/**
 * Which method, on what it can take of the problem, how.
 *
 * @throws InfimumError `unknown-method`, `no-method`, `no-checkpoints`, and what preparing the problem throws
 */
export function plan(problem: Problem, options: AllOptions, methods: Methods, equipment: Equipment): Plan {
  const { method, explanation } = pick(problem, options, methods, equipment);
  const { budget, target, tolerance, seed, signal, checkpoint } = options;
  const prepared = equipment.prepare(equipment.read?.(problem, method, checkpoint) ?? problem, method);
  const certifier = equipment.certifier(typeof tolerance === "number" ? tolerance : undefined);
  return {
    prepared,
    method,
    runOptions: { budget, target, tolerance, seed, signal, checkpoint, certifier, random: equipment.random },
    context: { explanation, derivatives: derivativesOf(prepared, method) },
  };
}

function pick(problem: Problem, options: AllOptions, methods: Methods, { choose, resumption }: Equipment): Choice {
  const { method = "auto", checkpoint } = options;
  if (checkpoint !== undefined && !resumption) {
    throw new InfimumError("no-checkpoints", "checkpoints need solver(methods), or minimizer(methods, complete).");
  }
  if (typeof method !== "string") return { method, explanation: "as asked" };
  if (method !== "auto") return { method: listedMethod(method, methods), explanation: "as asked" };
  return checkpoint === undefined ? choose(problem, methods) : resumption!.choose(checkpoint, methods);
}
