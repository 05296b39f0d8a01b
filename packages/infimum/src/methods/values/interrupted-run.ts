import { minimizer } from "../../minimizer.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Checkpoint } from "../../run/checkpoint.ts";
import type { Method } from "../../run/method.ts";
import { prepare } from "../../run/prepare.ts";
import type { Result } from "../../run/result.ts";
import { Run } from "../../run/run.ts";

// What the tests of this folder do to a run, so that it shows whether a method keeps the laws of its contract.

/** The result of a run that was stopped after that many evaluations, written to JSON, read again, and gone on with. */
export function resumedAfter(
  problem: Problem,
  method: Method,
  evaluations: number,
  total: number,
  seed: number,
): Result {
  const { solve } = minimizer([method]);
  const first = solve(problem, { method, seed, budget: { evaluations } });
  for (const _ of first);
  const checkpoint = JSON.parse(JSON.stringify(first.freeze())) as Checkpoint;
  const second = solve(problem, { method, checkpoint, budget: { evaluations: total } });
  for (const _ of second);
  return second.result;
}

/**
 * Runs with every question left open and answered from outside, checking at each that the method has not touched its
 * state before the last answer of the iteration; returns the run.
 */
export function auditedRun(problem: Problem, method: Method, evaluations: number): Run {
  const run = new Run(prepare(problem, method), method, { inline: false, audit: true, budget: { evaluations } });
  for (let items = run.ask(); items.length > 0; items = run.ask()) {
    for (const { id, x } of items) run.tell(id, { value: problem.functions.value!(x) });
  }
  return run;
}
