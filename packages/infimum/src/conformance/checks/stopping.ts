import { problem } from "../../problem/state-problem.ts";
import type { Status } from "../../run/stopping.ts";
import { minimizer } from "../black-box.ts";
import { type ConformanceCheck, demand, onEachCase, type Subject } from "../check.ts";
import { finish, openRun } from "../drivers.ts";
import { intercept } from "../intercept.ts";
import { demandSame, traceOf } from "../trace.ts";

/** The ends of a run that a method has no say in. */
const ownEnds: ReadonlySet<Status> = new Set(["converged", "settled", "stalled", "unbounded", "failed"]);

/** A slow objective takes this long, and the run may take this many times its budget of seconds on a busy machine. */
const slowMilliseconds = 2;
const secondsBudget = 0.02;
const mostSeconds = 2;

/** The run can be stopped from outside at any moment, and says why it ended. */
export function stoppingChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  const { minimize, minimizeAsync, solve } = minimizer([method]);
  const budget = { evaluations };
  return [
    ...onEachCase(subject, "a target that is reached ends the run", ({ definition }) => {
      const half = finish(openRun(method, definition, { budget: { evaluations: Math.ceil(evaluations / 2) } }));
      const target = half.ledger.bestValue;
      // no value of the objective was seen: there is nothing to compare with a target
      if (target === Infinity) return;
      const { status, value, ok, evaluations: used } = minimize(problem(definition), { method, target, budget });
      demand(status === "target" && ok, `the target was reached, and the status is ${status}.`);
      demand(value <= target, `the target ${target} ended the run at ${value}.`);
      demand(used <= evaluations, `the run made ${used} evaluations of ${evaluations}.`);
      const { evaluations: atOnce, status: statusAtOnce } = minimize(problem(definition), {
        method,
        target: Number.MAX_VALUE,
        budget,
      });
      const first = finish(openRun(method, definition, { target: Number.MAX_VALUE, budget }));
      demand(statusAtOnce === "target", `with a target that any value reaches, the status is ${statusAtOnce}.`);
      demand(atOnce === first.ledger.evaluations, "a target ends a run elsewhere when it is run again.");
    }),
    ...onEachCase(subject, "an aborted signal ends the run at once", async ({ definition }) => {
      for (const moment of [0, 1, 5]) {
        const { controller, aborting } = abortingAt(moment, definition);
        const { status, evaluations: used } = minimize(problem(aborting), {
          method,
          signal: controller.signal,
          budget,
        });
        demandAborted(status, used, moment);
        const second = abortingAt(moment, definition);
        const signal = second.controller.signal;
        const asynchronous = await minimizeAsync(problem(second.aborting), { method, signal, budget });
        demandAborted(asynchronous.status, asynchronous.evaluations, moment);
      }
    }),
    ...onEachCase(subject, "an observer sees every iteration and can end the run", ({ definition }) => {
      const iterations: number[] = [];
      const whole = minimize(problem(definition), {
        method,
        budget,
        onStep: ({ iteration }) => void iterations.push(iteration),
      });
      demand(
        iterations.every((iteration, k) => iteration === k),
        `onStep saw the iterations ${iterations.slice(0, 10).join(", ")} ...: it should see 0, 1, 2, ...`,
      );
      demand(
        iterations.length === 0 || iterations.length === whole.counts.iterations + 1,
        `onStep was called ${iterations.length} times in ${whole.counts.iterations} iterations and the start.`,
      );
      if (whole.counts.iterations < 3) return;
      const { status, counts } = minimize(problem(definition), {
        method,
        budget,
        onStep: ({ iteration }) => (iteration === 2 ? "stop" : undefined),
      });
      demand(
        status === "aborted" && counts.iterations === 2,
        `onStep said "stop" in iteration 2, and the run ended after ${counts.iterations} with ${status}.`,
      );
    }),
    ...onEachCase(subject, "a budget of seconds ends the run", ({ definition }) => {
      const slow = intercept(definition, (_call, answer) => {
        for (const start = performance.now(); performance.now() - start < slowMilliseconds; );
        return answer();
      });
      const { status, seconds } = minimize(problem(slow), { method, budget: { seconds: secondsBudget } });
      demand(status === "time" || ownEnds.has(status), `a budget of seconds ended the run with ${status}.`);
      demand(seconds <= mostSeconds, `a budget of ${secondsBudget} s ended the run after ${seconds} s.`);
    }),
    ...onEachCase(subject, "pausing between iterations changes nothing", ({ definition }) => {
      const expected = traceOf(finish(openRun(method, definition, { budget })));
      const paused = solve(problem(definition), { method, budget });
      const mixed = solve(problem(definition), { method, budget });
      for (const run of [paused, mixed]) {
        for (let moved = true; moved; ) {
          moved = false;
          for (const _step of run) {
            moved = true;
            break;
          }
          if (run === paused || !moved) continue;
          // a few questions answered from outside, between two iterations that run by themselves
          for (const { id, oracle, x } of run.ask().slice(0, 2)) {
            if (oracle === "value") run.tell([{ id, value: problem(definition).functions.value!(x) as number }]);
          }
        }
      }
      const traceAt = (checkpoint: ReturnType<typeof paused.freeze>): string =>
        traceOf(finish(openRun(method, definition, { checkpoint, budget })));
      demandSame(traceAt(paused.freeze()), expected, "paused after every iteration");
      demandSame(traceAt(mixed.freeze()), expected, "iterated, asked and told in turns");
    }),
  ];
}

/** The same problem, whose functions abort a signal in the call with that number; 0 aborts before the first. */
function abortingAt(moment: number, definition: Parameters<typeof intercept>[0]) {
  const controller = new AbortController();
  let calls = 0;
  if (moment === 0) controller.abort();
  const aborting = intercept(definition, (_call, answer) => {
    if (++calls === moment) controller.abort();
    return answer();
  });
  return { controller, aborting };
}

function demandAborted(status: Status, evaluations: number, moment: number): void {
  if (evaluations < moment && ownEnds.has(status)) return;
  demand(
    status === "aborted" || ownEnds.has(status),
    `the signal was aborted in evaluation ${moment}, and the status is ${status}.`,
  );
  demand(evaluations <= moment, `the signal was aborted in evaluation ${moment}, and ${evaluations} were made.`);
}
