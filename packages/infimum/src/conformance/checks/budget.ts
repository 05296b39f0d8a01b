import type { Run } from "../../run/run.ts";
import type { ConformanceCase } from "../case.ts";
import { type ConformanceCheck, demand, onEachCase, type Subject } from "../check.ts";
import { finish, openRun, throughJson } from "../drivers.ts";
import { type Call, type FunctionName, recorded } from "../intercept.ts";
import { endWindow } from "./resume.ts";

/** What the calls of a function count as. A gradient that returns its value is one answer. */
const countedAs = {
  objective: "value",
  gradient: "gradient",
  hessian: "hessian",
  hessianVector: "hessianVector",
  residuals: "residuals",
  jacobian: "jacobian",
  sampled: "sampledGradient",
  rank: "ranking",
} as const satisfies Record<FunctionName, string>;

/** A budget of k evaluations means exactly k calls of the caller's functions, or as many as the run needs. */
export function budgetChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  return [
    ...onEachCase(subject, "a budget of evaluations is kept exactly", ({ definition }: ConformanceCase) => {
      const total = finish(openRun(method, definition, { budget: { evaluations } })).ledger.evaluations;
      for (let limit = 0; limit <= evaluations; limit++) {
        const { definition: counted, calls } = recorded(definition);
        const run = finish(openRun(method, counted, { budget: { evaluations: limit } }));
        demandCounts(run, calls, Math.min(limit, total), limit);
      }
    }),
    ...onEachCase(
      subject,
      "a budget that ends near the end or in the certificate is kept exactly",
      ({ definition }) => {
        const window = endWindow(method, definition);
        if (window === undefined) return;
        const { checkpoint, after: first } = window[0];
        const last = window[window.length - 1].after;
        for (let limit = first; limit <= last + 1; limit++) {
          const { definition: counted, calls } = recorded(definition);
          const run = finish(openRun(method, counted, { checkpoint, budget: { evaluations: limit } }));
          const expected = Math.min(limit, last) - first;
          demand(
            calls.length === expected && run.ledger.evaluations === first + expected,
            `after ${first} evaluations and with a budget of ${limit}, ${calls.length} were made where ${expected} were left, and ${run.ledger.evaluations} are counted.`,
          );
        }
      },
    ),
    ...onEachCase(subject, "a budget of iterations is kept exactly", ({ definition }) => {
      const budget = { evaluations: 20 * evaluations };
      const total = finish(openRun(method, definition, { budget })).iteration;
      for (let limit = 0; limit <= Math.min(total, 12); limit++) {
        const run = finish(openRun(method, definition, { budget: { ...budget, iterations: limit } }));
        demand(
          run.iteration === limit && run.ledger.counts.iterations === limit,
          `a budget of ${limit} iterations ended after ${run.iteration}, with ${run.ledger.counts.iterations} counted.`,
        );
        const more = { checkpoint: throughJson(run), budget: { ...budget, iterations: limit + 1 } };
        const further = finish(openRun(method, definition, more));
        demand(
          further.iteration === Math.min(limit + 1, total),
          `gone on with one iteration more after ${limit}, the run is at ${further.iteration}.`,
        );
      }
    }),
  ];
}

function demandCounts(run: Run, calls: readonly Call[], expected: number, limit: number): void {
  const { ledger } = run;
  demand(
    calls.length === expected,
    `with a budget of ${limit} the caller's functions were called ${calls.length} times, not ${expected}.`,
  );
  demand(
    ledger.evaluations === expected,
    `with a budget of ${limit}, ${ledger.evaluations} evaluations are counted where ${expected} were made.`,
  );
  for (const [name, count] of Object.entries(countedAs) as [FunctionName, (typeof countedAs)[FunctionName]][]) {
    const made = calls.filter((call) => call.name === name).length;
    // the value of a sum of squares is an answer of the residuals
    const isSum = run.problem.residuals !== undefined;
    if (isSum && name === "objective") continue;
    const counted = ledger.counts[count] + (isSum && name === "residuals" ? ledger.counts.value : 0);
    demand(
      counted === made,
      `with a budget of ${limit}, counts.${count} is ${counted} and ${name} was called ${made} times.`,
    );
  }
}
