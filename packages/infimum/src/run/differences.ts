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
  const note =
    problem.derivatives === "finite-difference"
      ? "as asked"
      : "no gradient was given; give gradient(x, out) for exact and faster derivatives";
  return finiteDifferences(problem, note);
}

/** @throws InfimumError `derivatives-not-exact`, `needs-not-met` */
export function requireDifferences(problem: Problem, method: Method, what: string): void {
  if (problem.derivatives === "exact") {
    throw new InfimumError(
      "derivatives-not-exact",
      `${method.name} needs ${what}, and derivatives: "exact" rules differences out: give the derivative, or use derivatives: "auto".`,
    );
  }
  if (problem.derivatives === "none") {
    throw new InfimumError(
      "needs-not-met",
      `${method.name} needs ${what}, and derivatives: "none" makes the objective a black box: choose a method that needs values only.`,
    );
  }
}
