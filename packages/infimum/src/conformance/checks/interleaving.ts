import type { ConformanceCase } from "../case.ts";
import { type ConformanceCheck, onEachCase, type Subject } from "../check.ts";
import { answerItem, finish, nextItems, openRun } from "../drivers.ts";
import { intercept } from "../intercept.ts";
import { demandSame, traceOf } from "../trace.ts";

/** Evaluations of the run inside another one's objective. */
const nestedEvaluations = 15;

/** Two runs of a method share nothing: not when they take turns, nor when one runs inside the objective of the other. */
export function interleavingChecks(subject: Subject): ConformanceCheck[] {
  const { method, cases, evaluations } = subject;
  const budget = { evaluations: Math.ceil(evaluations / 2) };
  const alone = ({ definition }: ConformanceCase, seed: number): string =>
    traceOf(finish(openRun(method, definition, { seed, budget })));
  return [
    ...onEachCase(subject, "runs that take turns do not disturb each other", (each) => {
      const partner = cases[(cases.indexOf(each) + 1) % cases.length];
      const first = openRun(method, each.definition, { seed: 1, inline: false, budget });
      const second = openRun(method, partner.definition, { seed: 2, inline: false, budget });
      for (let turns = true; turns; ) {
        turns = false;
        for (const run of [first, second]) {
          const [item] = nextItems(run);
          if (item === undefined) continue;
          answerItem(run, item);
          turns = true;
        }
      }
      demandSame(traceOf(first), alone(each, 1), `run in turns with another on ${partner.name}`);
      demandSame(traceOf(second), alone(partner, 2), `run in turns with another on ${each.name}`);
    }),
    ...onEachCase(subject, "a run inside the objective of another does not disturb it", (each) => {
      const nesting = intercept(each.definition, (_call, answer) => {
        const before = answer();
        finish(openRun(method, each.definition, { seed: 2, budget: { evaluations: nestedEvaluations } }));
        return before;
      });
      const outer = finish(openRun(method, nesting, { seed: 1, budget }));
      demandSame(traceOf(outer), alone(each, 1), "with another run of the method inside its objective");
    }),
  ];
}
