import { problem } from "../../problem/problem.ts";
import { type ConformanceCheck, demand, onEachCase, type Subject } from "../check.ts";
import { idleGuard, openRun } from "../drivers.ts";
import { intercept } from "../intercept.ts";

/** The best point never gets worse, and is the best the caller ever answered before the point was certified. */
export function bestPointChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  return onEachCase(subject, "the best point never gets worse and is the best that was answered", ({ definition }) => {
    const answered: { x: Float64Array; value: number }[] = [];
    const noted = intercept(definition, ({ name, x }, answer) => {
      const value = answer();
      const isValue = name === "objective" || name === "gradient";
      if (isValue && typeof value === "number") answered.push({ x: x.slice(), value });
      return value;
    });
    const run = openRun(method, noted, { budget: { evaluations: 4 * evaluations } });
    const { terms, within } = problem(definition);
    const notIdle = idleGuard(run);
    let last = Infinity;
    let expected = Infinity;
    let looked = 0;
    while (run.running) {
      const certifying = run.phase === "certify";
      run.advance();
      notIdle();
      // what a certificate asks is about the point, and does not replace it
      for (const { x, value } of certifying ? [] : answered.slice(looked)) {
        if (within !== undefined && within.violation(x) > 1e-9) continue;
        const total = terms.reduce((sum, term) => sum + term.value(x), value);
        expected = Math.min(expected, total);
      }
      looked = answered.length;
      const { value } = run.solution();
      const { bestValue } = run.ledger;
      demand(bestValue <= last, `the best value rose from ${last} to ${bestValue} in iteration ${run.iteration}.`);
      last = bestValue;
      // samples and orders alone say nothing of the objective: the point is then the method's own
      if (expected === Infinity) continue;
      demand(
        bestValue === expected,
        `after iteration ${run.iteration} the best value is ${bestValue}, and the best that was answered ${expected}.`,
      );
      demand(value === expected, `the solution has the value ${value}, and the best that was answered is ${expected}.`);
    }
  });
}
