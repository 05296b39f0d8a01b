import { problem } from "../../problem/state-problem.ts";
import { type ConformanceCheck, demand, onEachCase, type Subject } from "../check.ts";
import { finish, idleGuard, openRun } from "../drivers.ts";
import { intercept } from "../intercept.ts";

/** The best point never gets worse, and is the best the caller ever answered before the point was certified. */
export function bestPointChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  return onEachCase(subject, "the best point never gets worse and is the best that was answered", ({ definition }) => {
    const answered: { x: Float64Array; value: number }[] = [];
    const noted = intercept(definition, ({ name, x }, answer) => {
      const given = answer();
      const isValue = name === "objective" || name === "gradient";
      const value = name === "residuals" ? halfSquares(given) : given;
      if ((isValue || name === "residuals") && typeof value === "number") answered.push({ x: x.slice(), value });
      return given;
    });
    const run = openRun(method, noted, { budget: { evaluations: 4 * evaluations } });
    const { terms, within } = problem(definition);
    const notIdle = idleGuard(run);
    let last = Infinity;
    let expected = Infinity;
    let looked = 0;
    while (run.running && run.phase !== "certify") {
      run.advance();
      notIdle();
      for (; looked < answered.length; looked++) {
        const { x, value } = answered[looked];
        if (within !== undefined && within.violation(x) > 1e-9) continue;
        const total = terms.reduce((sum, term) => sum + term.value(x), value);
        expected = Math.min(expected, total);
      }
      const { bestValue } = run.ledger;
      demand(bestValue <= last, `the best value rose from ${last} to ${bestValue} in iteration ${run.iteration}.`);
      last = bestValue;
      demand(
        bestValue === expected,
        `after iteration ${run.iteration} the best value is ${bestValue}, and the best that was answered ${expected}.`,
      );
    }
    // samples and orders alone say nothing of the objective
    if (expected === Infinity) return;
    const { value } = finish(run).solution();
    // a certificate may prefer the method's own point, where it is the best but for rounding
    const rounding = 1e-12 * Math.max(1, Math.abs(expected));
    demand(
      Math.abs(value - expected) <= rounding,
      `the solution has the value ${value}, and the best that was answered is ${expected}.`,
    );
  });
}

function halfSquares(residuals: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < residuals.length; i++) sum += residuals[i] ** 2;
  return sum / 2;
}
