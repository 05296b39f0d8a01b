import { problem } from "../../problem/state-problem.ts";
import { type ConformanceCase, fits } from "../case.ts";
import { bounded, smooth, valuesOnly } from "../cases.ts";
import { type ConformanceCheck, demand, onEachCase, type Subject } from "../check.ts";
import { finish, openRun } from "../drivers.ts";
import { rosenbrock } from "../functions.ts";
import { recorded } from "../intercept.ts";

interface Box {
  readonly name: string;
  readonly x0: readonly [number, number];
  readonly lower: readonly [number, number];
  readonly upper: readonly [number, number];
}

/** Boxes that tempt a method, a difference or a certificate to step outside. */
const boxes: readonly Box[] = [
  { name: "a start inside", x0: [-1.2, 1], lower: [-2, -2], upper: [0.5, 2] },
  { name: "a start in a corner", x0: [-2, 2], lower: [-2, -2], upper: [0.5, 2] },
  { name: "a start on the upper bounds", x0: [0.5, 2], lower: [-2, -2], upper: [0.5, 2] },
  { name: "bounds on one side", x0: [-1.2, 1], lower: [-1.2, -Infinity], upper: [Infinity, 1] },
  { name: "a tiny box", x0: [1 + 1e-12, 2], lower: [1, 2 - 1e-13], upper: [1 + 2e-12, 2] },
  { name: "a box of two numbers", x0: [1, 1], lower: [1, 1], upper: [1 + Number.EPSILON, 1 + Number.EPSILON] },
  { name: "a huge box", x0: [-1.2, 1], lower: [-1e300, -1e300], upper: [1e300, 1e300] },
  { name: "a fixed variable", x0: [0.7, 1], lower: [0.7, -2], upper: [0.7, 2] },
  { name: "every variable fixed", x0: [0.7, 1], lower: [0.7, 1], upper: [0.7, 1] },
];

const black: ConformanceCase = {
  name: "Rosenbrock, a black box",
  definition: { x0: Float64Array.of(-1.2, 1), objective: rosenbrock.value, derivatives: "none" },
};

/** Bounds are law: nothing is asked outside them, differences and certificates included. */
export function boundsChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  const checks: ConformanceCheck[] = [];
  for (const { name: box, x0, lower, upper } of boxes) {
    for (const { name, definition } of [smooth, valuesOnly, black]) {
      const within: ConformanceCase = {
        name: `${name}, ${box}`,
        definition: { ...definition, x0: Float64Array.from(x0), bounds: { lower, upper } },
      };
      if (!fits(method, within)) continue;
      checks.push({
        name: `asks nothing outside the bounds [${within.name}]`,
        run: () => demandInside(subject, within, 10 * evaluations),
      });
    }
  }
  const stated = onEachCase(subject, "asks at numbers only, within the bounds if there are any", (each) =>
    demandInside(subject, each, 10 * evaluations),
  );
  return [...checks, ...stated, ...(fits(method, bounded) ? [gainsOnItsStart(subject)] : [])];
}

function demandInside({ method }: Subject, { definition }: ConformanceCase, evaluations: number): void {
  const { definition: noted, calls } = recorded(definition);
  finish(openRun(method, noted, { budget: { evaluations } }));
  const { lower, upper } = problem(definition);
  calls.forEach(({ points, name }, k) => {
    for (const x of points) {
      for (let i = 0; i < x.length; i++) {
        demand(!Number.isNaN(x[i]), `${name} was asked where x[${i}] is NaN, in evaluation ${k}.`);
        const inside = x[i] >= (lower?.[i] ?? -Infinity) && x[i] <= (upper?.[i] ?? Infinity);
        demand(
          inside,
          `${name} was asked at x[${i}] = ${x[i]}, outside [${lower?.[i]}, ${upper?.[i]}], in evaluation ${k}.`,
        );
      }
    }
  });
}

/** Keeping bounds must not mean staying where one is. */
function gainsOnItsStart({ method, evaluations }: Subject): ConformanceCheck {
  return {
    name: "gains on its start within bounds",
    run() {
      const run = finish(openRun(method, bounded.definition, { budget: { evaluations: 10 * evaluations } }));
      const start = rosenbrock.value(problem(bounded.definition).x0);
      demand(run.ledger.bestValue < start, `within bounds nothing better than the start, ${start}, was found.`);
    },
  };
}
