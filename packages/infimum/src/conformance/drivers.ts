import { certifier } from "../certify/certify.ts";
import { problem } from "../problem/state-problem.ts";
import { callFunction, type Item } from "../run/answer.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import { driveAsync } from "../run/drive.ts";
import type { Method } from "../run/method.ts";
import { prepare } from "../run/prepare.ts";
import { Run, type RunOptions } from "../run/run.ts";
import type { Definition } from "./case.ts";
import { demand } from "./check.ts";

/** More iterations than this without a single question, and a run is taken to go round for ever. */
const idleIterations = 1000;

/** A run that has not begun, on the problem as a caller's run would see it, with its certificate. */
export function openRun(method: Method, definition: Definition, options: RunOptions = {}): Run {
  return new Run(prepare(problem(definition), method), method, { certifier: certifier(), ...options });
}

/** Runs to the end, or to an open question. */
export function finish(run: Run): Run {
  const notIdle = idleGuard(run);
  while (run.running && !run.waiting) {
    run.advance();
    notIdle();
  }
  return run;
}

/** Call it after every iteration. */
export function idleGuard(run: Run): () => void {
  let evaluations = -1;
  let iterationsThen = 0;
  return () => {
    if (run.ledger.evaluations !== evaluations) {
      evaluations = run.ledger.evaluations;
      iterationsThen = run.iteration;
    }
    demand(
      run.iteration - iterationsThen <= idleIterations,
      `${run.method.name} went through ${idleIterations} iterations without asking anything and without ending.`,
    );
  };
}

/** The frozen run after a way through JSON. */
export function throughJson(run: Run): Checkpoint {
  return JSON.parse(JSON.stringify(run.freeze())) as Checkpoint;
}

/** The questions that wait, the run advanced until there are some; none when it has ended. */
export function nextItems(run: Run): Item[] {
  const notIdle = idleGuard(run);
  while (run.running && !run.waiting) {
    run.advance();
    notIdle();
  }
  return run.ask();
}

/** Answers one item with the caller's functions. */
export function answerItem(run: Run, item: Item): void {
  run.tell(item.id, { value: callFunction(run.problem, item, item.x), output: item.out });
}

/** Answers everything from outside, each batch from its last point to its first. */
export function answerInReverse(run: Run): Run {
  for (let items = nextItems(run); items.length > 0; items = nextItems(run)) {
    for (const item of items.toReversed()) answerItem(run, item);
  }
  return run;
}

/** Runs to the end, waiting for answers. */
export async function finishAsync(run: Run, parallel: number): Promise<Run> {
  await driveAsync(run, { parallel }, idleGuard(run));
  return run;
}
