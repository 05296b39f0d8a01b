import { InfimumError } from "../../error.ts";
import { problem } from "../../problem/state-problem.ts";
import type { Result } from "../../run/result.ts";
import type { Status } from "../../run/stopping.ts";
import { minimizer } from "../black-box.ts";
import { type ConformanceCase, fits } from "../case.ts";
import { blackBox, bounded, composite, fitted, sampled, smooth, summed, valuesOnly } from "../cases.ts";
import { type ConformanceCheck, demand, type Subject } from "../check.ts";
import { finish, openRun } from "../drivers.ts";
import { intercept } from "../intercept.ts";
import { type Spoiler, spoiled, spoilers } from "../spoilers.ts";
import { demandSame, outcomeOf, runOutcome } from "../trace.ts";

const statuses: ReadonlySet<Status> = new Set([
  "converged",
  "settled",
  "target",
  "evaluations",
  "iterations",
  "time",
  "aborted",
  "stalled",
  "unbounded",
  "infeasible",
  "failed",
]);

/** An evaluation that never answers is given up after this long, which the check waits for several times. */
const evaluationSeconds = 0.003;

/** Whatever an objective answers, the run ends within its budget with a result that says what happened. */
export function hostileObjectiveChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  const bases = [smooth, valuesOnly, blackBox, bounded, composite, sampled].filter((each) => fits(method, each));
  // a method for other kinds of problem only is spoiled on those
  const others = [summed, fitted].filter((each) => fits(method, each));
  const hosts = [bases, others, subject.cases.slice(0, 1)].find((list) => list.length > 0)!;
  return hosts.flatMap((host) => [
    ...spoilers.map((spoiler) => ({
      name: `has a defined result when the objective ${spoiler.name} [${host.name}]`,
      run: () => demandDefined(subject, host, spoiler),
    })),
    { name: `a throw at the start is the caller's to mend [${host.name}]`, run: () => demandRethrown(subject, host) },
    {
      name: `has a defined result when evaluations never answer [${host.name}]`,
      run: () => demandTimedOut({ ...subject, evaluations: Math.min(12, evaluations) }, host),
    },
  ]);
}

function demandDefined({ method, evaluations }: Subject, { definition }: ConformanceCase, spoiler: Spoiler): void {
  const budget = { evaluations: 2 * evaluations };
  const run = finish(openRun(method, spoiled(definition, spoiler), { budget, seed: 6 }));
  demandNoNaN(run.state, "state");
  const result = minimizer([method]).minimize(problem(spoiled(definition, spoiler)), { method, budget, seed: 6 });
  demandResult(result, budget.evaluations);
  demandSame(outcomeOf(result), runOutcome(run), "minimized directly");
  demand(
    !spoiler.hopeless || (!result.ok && Number.isNaN(result.value)),
    () => `no answer was a usable number, and the result is ${result.value}, ${result.status}.`,
  );
}

function demandResult(result: Result, budget: number): void {
  const { status, message, evaluations, x, value, counts, invalid, seconds } = result;
  demand(statuses.has(status), `the status is ${status}.`);
  demand(evaluations <= budget, `${evaluations} evaluations were made with a budget of ${budget}.`);
  demand(
    x.every((entry) => Number.isFinite(entry)),
    `the point of the result is ${x.join(", ")}.`,
  );
  demand(typeof value === "number", `the value of the result is ${String(value)}.`);
  demand(
    message.length > 0 && !/undefined|\[object/.test(message.replace("returned undefined", "")),
    `the message is "${message}".`,
  );
  demand(invalid.length === Math.min(counts.invalid, 100), "the invalid evaluations are not listed.");
  for (const { reason } of invalid) demand(reason.length > 0, "an invalid evaluation has no reason.");
  demand(seconds < Infinity && result.summary().length > 0, "the result has no summary.");
}

/** A state with NaN in it never recovers: every comparison with NaN is false. */
function demandNoNaN(value: unknown, path: string): void {
  if (typeof value === "number")
    demand(!Number.isNaN(value), `${path} is NaN: treat an invalid answer as worse than any.`);
  else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) demandNoNaN(entry, `${path}.${key}`);
  }
}

async function demandRethrown({ method }: Subject, { definition }: ConformanceCase): Promise<void> {
  const cause = new TypeError("no such property");
  const throwing = intercept(definition, () => {
    throw cause;
  });
  const { minimize, minimizeAsync } = minimizer([method]);
  const demandError = (error: unknown): void => {
    demand(
      error instanceof InfimumError && error.code === "objective-threw" && error.cause === cause,
      `a throw at the start came out as ${String(error)}, not as an InfimumError with its cause.`,
    );
  };
  demandError(thrownBy(() => minimize(problem(throwing), { method })));
  demandError(await minimizeAsync(problem(throwing), { method }).catch((error: unknown) => error));
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function demandTimedOut({ method, evaluations }: Subject, { definition }: ConformanceCase): Promise<void> {
  for (const firstSilent of [1, 4]) {
    let calls = 0;
    const silent = intercept(definition, (_call, answer) =>
      ++calls < firstSilent ? answer() : new Promise(() => undefined),
    );
    const options = { method, budget: { evaluations }, evaluationSeconds, parallel: 4 };
    const result = await minimizer([method]).minimizeAsync(problem(silent), options);
    demandResult(result, evaluations);
    demand(
      result.counts.invalid > 0 || result.evaluations < firstSilent,
      "an evaluation never answered, and none is listed as invalid.",
    );
  }
}
