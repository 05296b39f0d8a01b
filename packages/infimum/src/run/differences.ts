import { InfimumError } from "../error.ts";
import type { DerivativePolicy } from "../problem/definition.ts";
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
  return finiteDifferences(problem, noteOf(problem));
}

function noteOf({ derivatives, unread }: Problem): string {
  if (derivatives === "finite-difference") return "as asked";
  return unread ?? "no gradient was given; give gradient(x, out) for exact and faster derivatives";
}

/** The policies under which there are no differences, and what is thrown then. */
const refusals = new Map<DerivativePolicy, string>([
  ["exact", "derivatives-not-exact"],
  ["none", "needs-not-met"],
]);

/** @throws InfimumError `derivatives-not-exact`, `needs-not-met` */
export function requireDifferences(problem: Problem, method: Method, what: string): void {
  const { derivatives, unread } = problem;
  const code = refusals.get(derivatives);
  if (code === undefined) return;
  const why = unread === undefined ? "" : ` The function cannot be read: ${unread}.`;
  throw new InfimumError(
    code,
    `${method.name} needs ${what}, and derivatives: "${derivatives}" rules differences out: give the derivative, or choose a method without.${why}`,
  );
}
