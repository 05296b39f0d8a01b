import { problem } from "../../problem/state-problem.ts";
import { wrap } from "../../problem/wrappers/wrap.ts";
import type { Method } from "../../run/method.ts";
import { prepare } from "../../run/prepare.ts";
import { Run } from "../../run/run.ts";
import type { ConformanceCase, Definition } from "../case.ts";
import { type ConformanceCheck, demand, onEachCase, type Subject } from "../check.ts";
import { finish, openRun } from "../drivers.ts";
import { recorded } from "../intercept.ts";
import { demandSame, traceOf } from "../trace.ts";

/** The answer is a function of the problem, the options and the seed. */
export function determinismChecks(subject: Subject): ConformanceCheck[] {
  const { method, cases, evaluations } = subject;
  const budget = { evaluations };
  return [
    ...onEachCase(subject, "the same seed gives the same run", ({ definition }) => {
      const once = traceOf(finish(openRun(method, definition, { seed: 11, budget })));
      const again = traceOf(finish(openRun(method, definition, { seed: 11, budget })));
      demandSame(again, once, "run again with the same seed");
    }),
    ...onEachCase(subject, "draws its random numbers from the problem", ({ definition }) => {
      const random = Math.random;
      let drawn = 0;
      Math.random = () => {
        drawn++;
        return random();
      };
      try {
        finish(openRun(method, definition, { budget }));
      } finally {
        Math.random = random;
      }
      demand(drawn === 0, `${method.name} called Math.random ${drawn} times: use problem.random(purpose, index).`);
    }),
    {
      name: "another seed gives another path where numbers are drawn",
      run() {
        const drawing = cases.filter(({ definition }) => draws(method, definition, evaluations));
        const differs = ({ definition }: ConformanceCase): boolean =>
          new Set([1, 2, 3].map((seed) => pathOf(method, definition, seed, evaluations))).size === 3;
        demand(
          drawing.length === 0 || drawing.some(differs),
          `${method.name} draws random numbers, and asks the same points whatever the seed.`,
        );
      },
    },
  ];
}

/** True when the method draws random numbers as a rule: in half of its iterations, not only to look around at the end. */
function draws(method: Method, definition: Definition, evaluations: number): boolean {
  const drawnIn = new Set<number>();
  const watched = wrap(prepare(problem(definition), method), {
    view: (inner) => ({
      ...inner,
      random: (purpose: string, index?: number) => {
        drawnIn.add(run.iteration);
        return inner.random(purpose, index);
      },
    }),
  });
  const run = new Run(watched, method, { budget: { evaluations } });
  finish(run);
  return drawnIn.size > run.iteration / 2;
}

/** Every point that a run asks, as text. */
function pathOf(method: Method, definition: Definition, seed: number, evaluations: number): string {
  const { definition: noted, calls } = recorded(definition);
  finish(openRun(method, noted, { seed, budget: { evaluations } }));
  return calls.map(({ points }) => points.map((x) => x.join()).join(";")).join("|");
}
