import type { Bounds } from "../../problem/bounds.ts";
import { problem } from "../../problem/state-problem.ts";
import { type ConformanceCheck, demand, onEachCase, type Subject } from "../check.ts";
import { finish, openRun } from "../drivers.ts";
import { intercept } from "../intercept.ts";
import { demandSame, traceOf } from "../trace.ts";

/** What belongs to the caller stays as it was: x0, bounds, data, arrays that were returned; and x may be written to. */
export function callersArraysChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  const budget = { evaluations };
  return [
    ...onEachCase(subject, "the caller's arrays are not overwritten", ({ definition }) => {
      const { x0, bounds, data } = definition;
      const returned: { array: Float64Array; copy: Float64Array }[] = [];
      const noted = intercept(
        {
          ...definition,
          x0: x0 instanceof Float64Array ? x0.slice() : x0,
          ...(bounds && { bounds: typedBounds(bounds) }),
        },
        (_call, answer) => {
          const result = answer();
          if (result instanceof Float64Array) returned.push({ array: result, copy: result.slice() });
          return result;
        },
      );
      const before = JSON.stringify([noted.x0, noted.bounds, data]);
      const run = finish(openRun(method, noted, { budget }));
      demand(JSON.stringify([noted.x0, noted.bounds, data]) === before, "x0, the bounds or the data were overwritten.");
      const stated = problem(definition);
      for (const name of ["x0", "lower", "upper"] as const) {
        demand(`${run.problem[name]}` === `${stated[name]}`, `${name} of the problem was overwritten: copy it.`);
      }
      for (const { array, copy } of returned) {
        demand(
          array.every((entry, i) => Object.is(entry, copy[i])),
          "an array that the gradient returned was overwritten.",
        );
      }
    }),
    ...onEachCase(subject, "a caller who writes to x changes nothing", ({ definition }) => {
      const expected = traceOf(finish(openRun(method, definition, { budget })));
      const spoiling = intercept(definition, ({ points, out }, answer) => {
        const result = answer();
        for (const x of points) if (x !== out) x.fill(NaN);
        return result;
      });
      demandSame(
        traceOf(finish(openRun(method, spoiling, { budget }))),
        expected,
        "with an objective that writes to x",
      );
    }),
  ];
}

/** Bounds as arrays that a method could write to, were they handed on. */
function typedBounds({ lower, upper }: Bounds<Float64Array>): Bounds<Float64Array> {
  const typed = <S>(side: S): S | Float64Array => (Array.isArray(side) ? Float64Array.from(side) : side);
  return { lower: typed(lower), upper: typed(upper) };
}
