import type { Definition } from "../case.ts";
import { fits } from "../case.ts";
import { type ConformanceCheck, onEachCase, type Subject } from "../check.ts";
import { finish, openRun } from "../drivers.ts";
import { intercept } from "../intercept.ts";
import { demandSame, traceOf } from "../trace.ts";

/** Maximizing -f is minimizing f. */
export function goalChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  const budget = { evaluations: 4 * evaluations };
  // terms are added to what is minimized, squares are not negative, and an order has no sign
  const signed = subject.cases.filter(
    ({ definition: { plus = [], residuals, rank } }) =>
      plus.length === 0 && residuals === undefined && rank === undefined,
  );
  return onEachCase({ ...subject, cases: signed }, "maximizing -f is minimizing f", (each) => {
    const { definition } = each;
    const negative: Definition = { ...negated(definition), goal: "maximize" };
    if (!fits(method, { ...each, definition: negative })) return;
    const expected = traceOf(finish(openRun(method, definition, { seed: 4, budget })));
    demandSame(traceOf(finish(openRun(method, negative, { seed: 4, budget }))), expected, "maximizing -f");
  });
}

function negated(definition: Definition): Definition {
  return intercept(definition, ({ out }, answer) => {
    const result = answer();
    if (typeof result === "number") {
      if (out) negate(out);
      return -result;
    }
    if (result instanceof Float64Array) return result.map((entry) => -entry);
    if (out) negate(out);
    return result;
  });
}

function negate(out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = -out[i];
}
