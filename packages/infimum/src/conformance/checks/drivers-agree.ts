import { problem } from "../../problem/state-problem.ts";
import { minimizer } from "../black-box.ts";
import type { Definition } from "../case.ts";
import { type ConformanceCheck, onEachCase, type Subject } from "../check.ts";
import { answerInReverse, finish, finishAsync, openRun } from "../drivers.ts";
import { intercept } from "../intercept.ts";
import { demandSame, outcomeOf, runOutcome, traceOf } from "../trace.ts";
import { longestRun } from "./resume.ts";

/** One in this many answers waits for a timer rather than for a few microtasks. */
const timerEvery = 16;

/** Synchronous, asynchronous and ask-and-tell runs are the same run. */
export function driversAgreeChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  const { minimize, minimizeAsync, solve } = minimizer([method]);
  const drivers = onEachCase(
    subject,
    "synchronous, asynchronous, and asked and told in reverse are one run",
    async (each) => {
      const { definition } = each;
      // with a budget in the middle too, which may end inside a batch or between a value and its gradient
      for (const limit of [evaluations, Math.floor(evaluations / 2), Math.floor(evaluations / 3) + 1]) {
        const options = { seed: 5, budget: { evaluations: limit } };
        const expected = traceOf(finish(openRun(method, definition, options)));
        const told = answerInReverse(openRun(method, definition, { ...options, inline: false }));
        demandSame(traceOf(told), expected, "asked and told, each batch from its last point on");
        for (const parallel of [1, 4]) {
          const slow = openRun(method, delayed(definition, 7 * limit + parallel), { ...options, inline: false });
          demandSame(traceOf(await finishAsync(slow, parallel)), expected, `asynchronous, ${parallel} at a time`);
        }
      }
    },
  );
  const results = onEachCase(subject, "minimize, minimizeAsync and solve give one result", async ({ definition }) => {
    for (const limit of [evaluations, Math.floor(evaluations / 3) + 1, longestRun]) {
      const options = { method, seed: 5, budget: { evaluations: limit } };
      const expected = outcomeOf(minimize(problem(definition), options));
      const opened = solve(problem(definition), options);
      while (opened.result.status === "running") for (const _step of opened) break;
      const run = finish(openRun(method, definition, options));
      demandSame(outcomeOf(opened.result), expected, "solved step by step");
      demandSame(runOutcome(run), expected, "run by hand");
      demandSame(outcomeOf(await minimizeAsync(problem(definition), options)), expected, "minimized asynchronously");
    }
  });
  return [...drivers, ...results];
}

/** The same functions, answering after a few microtasks or a timer, pseudo-randomly. */
function delayed(definition: Definition, seed: number): Definition {
  let random = seed;
  return intercept(definition, async (_call, answer) => {
    // the minimal standard generator of Park and Miller: the delays of a failing check can be had again
    random = (48271 * random) % 2147483647;
    if (random % timerEvery === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    for (let turns = random % 5; turns > 0; turns--) await undefined;
    return answer();
  });
}
