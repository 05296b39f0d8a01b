import { InfimumError } from "../error.ts";
import type { Problem } from "../problem/problem.ts";
import { valueFromGradient } from "../problem/wrappers/derived-oracles.ts";
import { finiteDifferences } from "../problem/wrappers/finite-differences.ts";
import type { Method } from "./method.ts";

/** Values where only a gradient that returns them is given. */
export function deriveValue(problem: Problem): Problem {
  return problem.oracles.has("gradient") ? valueFromGradient(problem) : problem;
}

/**
 * The gradient by differences of values.
 *
 * @throws InfimumError `derivatives-not-exact`, `needs-not-met` where the problem rules differences out
 */
export function deriveGradient(problem: Problem, method: Method): Problem {
  if (!problem.oracles.has("values")) return problem;
  requireDifferences(problem, method, "the gradient");
  const note = problem.unread ?? "no gradient was given: give gradient(x, out), or add read";
  return finiteDifferences(problem, problem.derivatives === "finite-difference" ? "as asked" : note);
}

/** @throws InfimumError `derivatives-not-exact`, `needs-not-met` */
export function requireDifferences({ derivatives }: Problem, method: Method, what: string): void {
  if (derivatives !== "exact" && derivatives !== "none") return;
  throw new InfimumError(
    derivatives === "exact" ? "derivatives-not-exact" : "needs-not-met",
    `${method.name} needs ${what}, and derivatives: "${derivatives}" rules differences out: give it.`,
  );
}
