import { InfimumError } from "../error.ts";
import { isComposite, projection, proximalMap } from "../problem/composite.ts";
import type { Need, OperatorName, OracleName } from "../problem/oracles.ts";
import type { Problem } from "../problem/problem.ts";
import { boundsByTransformation } from "../problem/wrappers/bounds-by-transformation.ts";
import {
  hessianVectorFromHessian,
  rankingFromValues,
  sampledFromGradient,
  valueFromGradient,
} from "../problem/wrappers/derived-oracles.ts";
import { finiteDifferences, hessianVectorDifferences } from "../problem/wrappers/finite-differences.ts";
import { termsInObjective } from "../problem/wrappers/terms-in-objective.ts";
import type { Method } from "./method.ts";

/**
 * The problem as a method can take it: what the method does not handle is wrapped away, what it needs and the problem
 * does not declare is derived where that is sound.
 *
 * @throws InfimumError `needs-not-met`, `set-not-handled`, `no-joint-proximal-map`, `derivatives-not-exact`
 */
export function prepare(stated: Problem, method: Method): Problem {
  let problem = stated;
  const composite = isComposite(problem);
  if (method.handles.includes("terms")) problem = withOperators(problem, method);
  else if (composite) problem = termsInObjective(problem);
  for (const need of method.needs) problem = derive(problem, need, method);
  if (problem.lower !== undefined && !method.handles.includes("bounds")) problem = boundsByTransformation(problem);
  for (const need of method.needs) requireNeed(problem, need, method);
  return problem;
}

/** How the derivatives that a method uses were obtained, for the result. */
export function derivativesOf(problem: Problem, method: Method): string {
  const usesDerivatives = method.needs.some((need) => derivativeOracles.has(need));
  if (!usesDerivatives) return "none";
  return problem.derivativeNotes.length === 0 ? "given" : `finite-difference: ${problem.derivativeNotes.join("; ")}`;
}

const derivativeOracles = new Set<Need>(["gradient", "hessian", "hessianVector", "jacobian", "sampledGradient"]);

function withOperators(problem: Problem, method: Method): Problem {
  const operators = { ...problem.operators };
  if (method.needs.includes("proximal")) operators.proximal ??= proximalMap(problem);
  if (method.needs.includes("project")) operators.project ??= projection(problem);
  if (method.needs.includes("linearMinimizer")) operators.linearMinimizer ??= problem.within?.linearMinimizer;
  return { ...problem, operators };
}

function derive(problem: Problem, need: Need, method: Method): Problem {
  if (problem.oracles.has(need as OracleName)) return problem;
  switch (need) {
    case "value":
    case "values":
      return problem.oracles.has("gradient") ? valueFromGradient(problem) : problem;
    case "gradient":
      return problem.oracles.has("values") ? differences(problem, method) : problem;
    case "hessianVector": {
      if (problem.oracles.has("hessian")) return hessianVectorFromHessian(problem);
      const withGradient = derive(problem, "gradient", method);
      if (!withGradient.oracles.has("gradient")) return problem;
      requireDifferences(problem, method, "Hessian-vector products");
      return hessianVectorDifferences(withGradient, problem.oracles.has("gradient"));
    }
    case "sampledGradient": {
      const withGradient = derive(problem, "gradient", method);
      return withGradient.oracles.has("gradient") ? sampledFromGradient(withGradient) : problem;
    }
    case "ranking":
      return problem.oracles.has("values") ? rankingFromValues(problem) : problem;
    default:
      return problem;
  }
}

function differences(problem: Problem, method: Method): Problem {
  requireDifferences(problem, method, "the gradient");
  const note =
    problem.derivatives === "finite-difference"
      ? "as asked"
      : "no gradient was given; give gradient(x, out) for exact and faster derivatives";
  return finiteDifferences(problem, note);
}

function requireDifferences(problem: Problem, method: Method, what: string): void {
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

function requireNeed(problem: Problem, need: Need, method: Method): void {
  if (problem.oracles.has(need as OracleName) || problem.operators[need as OperatorName] !== undefined) return;
  const has = [...problem.oracles, ...Object.keys(problem.operators)].join(", ");
  throw new InfimumError(
    "needs-not-met",
    `${method.name} needs ${need}, and ${problem.name} has only ${has}: ${remedy(need, problem)}.`,
  );
}

function remedy(need: Need, problem: Problem): string {
  if (need === "proximal" || need === "project" || need === "linearMinimizer") return "state a term, a set or bounds";
  if (problem.terms.some((term) => term.addGradient === undefined)) {
    return 'a term with kinks leaves no gradient, so choose a method that handles terms, such as "proximal-gradient"';
  }
  return `give ${need} with the problem, or choose another method`;
}
