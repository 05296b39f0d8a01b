import type { Vector } from "../../numerics/vector.ts";
import type { OracleName } from "../oracles.ts";
import type { Problem } from "../problem.ts";
import { type Asked, whenAnswered } from "../question.ts";
import type { View } from "../view.ts";
import { wrap } from "./wrap.ts";

/**
 * Counts what is asked at this place of the stack, under a name: how many gradients a method asked, say, where the run
 * counts the values their differences took. Read with `countsOf`. The counts are logs of the run.
 */
export function counted(problem: Problem, name: string): Problem {
  return wrap(problem, {
    view: (inner) => {
      const outer: Record<string, unknown> = { ...inner };
      for (const oracle of problem.oracles) {
        const log = inner.log(logName(name, oracle));
        const ask = inner[oracle] as (...asked: unknown[]) => Asked<number>;
        outer[oracle] = (...asked: unknown[]) =>
          whenAnswered(ask(...asked), (answer) => {
            log.push(oracle === "values" ? (asked[0] as Vector[]).length : 1);
            return answer;
          });
      }
      return outer as unknown as View;
    },
  });
}

/** How many answers a `counted` wrapper has passed on; points of a batch count one each. */
export function countsOf(
  logs: Readonly<Record<string, readonly number[]>>,
  name: string,
): Partial<Record<OracleName, number>> {
  const counts: Partial<Record<OracleName, number>> = {};
  for (const [key, log] of Object.entries(logs)) {
    const oracle = key.slice(name.length + 1) as OracleName;
    if (key === logName(name, oracle)) counts[oracle] = log.reduce((sum, count) => sum + count, 0);
  }
  return counts;
}

function logName(name: string, oracle: OracleName): string {
  return `${name}:${oracle}`;
}
