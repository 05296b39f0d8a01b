import { InfimumError } from "../error.ts";
import { isComposite } from "../problem/composite.ts";
import type { Problem } from "../problem/problem.ts";
import type { Method } from "../run/method.ts";
import { hasGradient, isBlackBox } from "./offers.ts";

/** A method and the reason for it, one sentence for people. */
export interface Choice {
  readonly method: Method;
  readonly explanation: string;
}

/**
 * Picks the first of the listed methods that serves a problem.
 *
 * @throws InfimumError `no-method` when none does
 */
export function chooseListed(problem: Problem, methods: ReadonlyMap<string, Method>): Choice {
  const listed = [...methods.values()].find((method) => serves(method, problem));
  if (listed) return { method: listed, explanation: "the listed method that serves this problem" };
  throw new InfimumError(
    "no-method",
    `none of the listed methods (${[...methods.keys()].join(", ") || "none"}) serves this problem: list one that needs only ${[...problem.oracles].join(", ")}.`,
  );
}

function serves(method: Method, problem: Problem): boolean {
  if (isComposite(problem) && !method.handles.includes("terms")) return false;
  return method.needs.every((need) => {
    switch (need) {
      case "value":
      case "values":
        return isBlackBox(problem) || problem.oracles.has("gradient");
      case "gradient":
      case "sampledGradient":
      case "hessianVector":
        return problem.oracles.has(need) || hasGradient(problem);
      case "proximal":
        return true;
      case "project":
      case "linearMinimizer":
        return isComposite(problem) || problem.lower !== undefined;
      default:
        return problem.oracles.has(need);
    }
  });
}
