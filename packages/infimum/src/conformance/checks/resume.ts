import type { Checkpoint } from "../../run/checkpoint.ts";
import type { Method } from "../../run/method.ts";
import type { Run } from "../../run/run.ts";
import type { Definition } from "../case.ts";
import { type ConformanceCheck, onEachCase, type Subject } from "../check.ts";
import { answerItem, finish, nextItems, openRun, throughJson } from "../drivers.ts";
import { demandSame, traceOf } from "../trace.ts";

/** A run that has not ended of itself by then is left alone. */
export const longestRun = 4_000;

/** The end of a run, with its certificate, is looked at from this many evaluations before it. */
const evaluationsBeforeEnd = 40;

const seed = 3;

/** Stopped after any single evaluation, frozen, through JSON, thawed: it goes on as the run that was never stopped. */
export function resumeChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  return [
    ...onEachCase(subject, "goes on bit for bit after any evaluation, stopped by the budget", ({ definition }) => {
      const whole = uninterrupted(method, definition, evaluations);
      // the last first: memory outside the state then holds the wrong thing
      for (const { checkpoint, after } of [...stops(method, definition, evaluations)].toReversed()) {
        demandSame(goOn(method, definition, checkpoint, evaluations), whole, stoppedAfter(after));
      }
    }),
    ...onEachCase(subject, "goes on bit for bit after any evaluation of its end", ({ definition }) => {
      const window = endWindow(method, definition);
      if (window === undefined) return;
      const whole = uninterrupted(method, definition, longestRun);
      for (const { checkpoint, after } of window.toReversed()) {
        demandSame(goOn(method, definition, checkpoint, longestRun), whole, stoppedAfter(after));
      }
    }),
    ...onEachCase(subject, "goes on bit for bit though it is frozen after every evaluation", ({ definition }) => {
      const whole = uninterrupted(method, definition, evaluations);
      let run = openRun(method, definition, { seed, budget: { evaluations: 0 } });
      for (let limit = 1; ; limit++) {
        finish(run);
        if (limit > evaluations) break;
        run = openRun(method, definition, { checkpoint: throughJson(run), budget: { evaluations: limit } });
      }
      demandSame(traceOf(run), whole, "stopped after every evaluation");
    }),
    ...onEachCase(subject, "goes on bit for bit from questions that are open or told in part", ({ definition }) => {
      const whole = uninterrupted(method, definition, evaluations);
      const budget = { evaluations };
      const thaw = (run: Run, inline: boolean) =>
        openRun(method, definition, { checkpoint: throughJson(run), inline, budget });
      let run = openRun(method, definition, { seed, inline: false, budget });
      for (let items = nextItems(run); items.length > 0; items = nextItems(run)) {
        const asked = run.ledger.evaluations;
        demandSame(traceOf(finish(thaw(run, true))), whole, `frozen with question ${asked} open`);
        run = thaw(run, false);
        // the answers of a batch come from its last point on, so a checkpoint holds some that wait for earlier ones
        answerItem(run, nextItems(run).at(-1)!);
      }
      demandSame(traceOf(run), whole, "frozen after every answer");
    }),
  ];
}

/** A checkpoint, and how many evaluations were made by then. */
export interface Stop {
  readonly checkpoint: Checkpoint;
  readonly after: number;
}

/** A checkpoint after every single evaluation of the first `evaluations`. */
export function* stops(method: Method, definition: Definition, evaluations: number): Generator<Stop, void, void> {
  for (let after = 0; after <= evaluations; after++) {
    const run = finish(openRun(method, definition, { seed, budget: { evaluations: after } }));
    if (run.ledger.evaluations < after) return;
    yield { checkpoint: throughJson(run), after };
  }
}

/** A checkpoint after each of the last evaluations of a run that ends of itself; undefined when it does not. */
export function endWindow(method: Method, definition: Definition): Stop[] | undefined {
  const run = finish(openRun(method, definition, { seed, budget: { evaluations: longestRun } }));
  const total = run.ledger.evaluations;
  if (total === longestRun) return undefined;
  const window: Stop[] = [];
  let checkpoint: Checkpoint | undefined;
  for (let after = Math.max(0, total - evaluationsBeforeEnd); after <= total; after++) {
    const part = finish(openRun(method, definition, { seed, checkpoint, budget: { evaluations: after } }));
    checkpoint = throughJson(part);
    window.push({ checkpoint, after });
  }
  return window;
}

/** The trace of the run that is never stopped. */
export function uninterrupted(method: Method, definition: Definition, evaluations: number): string {
  return traceOf(finish(openRun(method, definition, { seed, budget: { evaluations } })));
}

/** The trace of the run that goes on from a checkpoint. */
export function goOn(method: Method, definition: Definition, checkpoint: Checkpoint, evaluations: number): string {
  return traceOf(finish(openRun(method, definition, { checkpoint, budget: { evaluations } })));
}

function stoppedAfter(evaluations: number): string {
  return `stopped after ${evaluations} evaluations, frozen, thawed and gone on`;
}
