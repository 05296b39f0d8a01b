import type { Vector } from "../numerics/vector.ts";
import type { DirectRun } from "./direct-run.ts";

/** What an observer sees after an iteration; iteration 0 is the start. All of it is the observer's to keep. */
export interface Step {
  readonly iteration: number;
  /** The best point so far, in the caller's variables. */
  readonly best: { readonly x: Vector; readonly value: number };
  readonly measures: Readonly<Record<string, number>>;
  readonly evaluations: number;
  readonly seconds: number;
}

/** Called after every iteration; "stop" ends the run. */
export type Observer = (step: Step) => void | "stop";

export function stepOf(run: DirectRun): Step {
  const { x, value } = run.solution();
  const sign = run.problem.goal === "maximize" ? -1 : 1;
  return {
    iteration: run.iteration,
    best: { x, value: value === Infinity ? NaN : sign * value },
    measures: run.measures(),
    evaluations: run.ledger.evaluations,
    seconds: run.stopping.elapsed,
  };
}

/** Shows an iteration to the observer, and stops the run when it says so. */
export function observe(run: DirectRun, observer: Observer): void {
  if (observer(stepOf(run)) === "stop") run.stop("aborted", 'onStep returned "stop".');
}
