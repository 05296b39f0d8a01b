import { InfimumError } from "../error.ts";
import { isComposite } from "../problem/composite.ts";
import type { Need, OperatorName, OracleName } from "../problem/oracles.ts";
import type { Problem } from "../problem/problem.ts";
import { boundsByTransformation } from "../problem/wrappers/bounds-by-transformation.ts";
import type { Method } from "./method.ts";

/** What stands in for an oracle that the problem does not declare; the same problem where nothing does. */
export type Derivation = (problem: Problem, method: Method) => Problem;

/** What there is to make a problem fit a method. */
export interface Means {
  readonly derivations: { readonly [N in Need]?: Derivation };
  /** What becomes of terms and sets; left out, they are refused. */
  readonly terms?: Derivation;
  /** What else to say where terms are why a need is not met. */
  readonly hint?: (problem: Problem) => string | undefined;
}

/**
 * The problem as a method can take it: what the method does not handle is wrapped away, what it needs and the problem
 * does not declare is derived where that is sound.
 *
 * @throws InfimumError `needs-not-met`, `no-terms`, and what the means throw
 */
export function prepareBy({ derivations, terms, hint }: Means, stated: Problem, method: Method): Problem {
  if (isComposite(stated) && !terms) {
    throw new InfimumError("no-terms", "terms and sets need minimizer(methods, complete).");
  }
  let problem = terms ? terms(stated, method) : stated;
  if (problem.serve) problem = problem.serve(problem, method);
  for (const need of method.needs) {
    if (!problem.oracles.has(need as OracleName)) problem = derivations[need]?.(problem, method) ?? problem;
  }
  if (!method.handles.includes("bounds")) problem = boundsByTransformation(problem);
  for (const need of method.needs) requireNeed(problem, need, method, hint);
  return problem;
}

/** How the derivatives that a method uses were obtained, for the result. */
export function derivativesOf(problem: Problem, method: Method): string {
  const usesDerivatives = method.needs.some((need) => derivativeOracles.has(need));
  if (!usesDerivatives) return "none";
  if (problem.derivativeNotes.length > 0) return `finite-difference: ${problem.derivativeNotes.join("; ")}`;
  return problem.exact ?? "given";
}

const derivativeOracles = new Set<Need>(["gradient", "hessian", "hessianVector", "jacobian", "sampledGradient"]);

function requireNeed(problem: Problem, need: Need, method: Method, hint: Means["hint"]): void {
  if (problem.oracles.has(need as OracleName) || problem.operators[need as OperatorName] !== undefined) return;
  const has = [...problem.oracles, ...Object.keys(problem.operators)].join(", ");
  throw new InfimumError(
    "needs-not-met",
    `${method.name} needs ${need}, and ${problem.name} has only ${has}: ${hint?.(problem) ?? remedy(need)}.`,
  );
}

function remedy(need: Need): string {
  if (need === "proximal" || need === "project" || need === "linearMinimizer") return "state a term, a set or bounds";
  return `give ${need} with the problem, or choose another method`;
}
