import { isComposite, projection, proximalMap } from "../problem/composite.ts";
import type { Problem } from "../problem/problem.ts";
import {
  hessianVectorFromHessian,
  rankingFromValues,
  sampledFromGradient,
} from "../problem/wrappers/derived-oracles.ts";
import { hessianVectorDifferences } from "../problem/wrappers/finite-differences.ts";
import { hessianFromProducts } from "../problem/wrappers/hessian-from-products.ts";
import { gradientFromJacobian, jacobianDifferences, withResidualFacts } from "../problem/wrappers/residual-oracles.ts";
import { termsInObjective } from "../problem/wrappers/terms-in-objective.ts";
import { deriveGradient, deriveValue, requireDifferences } from "./differences.ts";
import type { Method } from "./method.ts";
import { type Means, prepareBy } from "./prepare-by.ts";

/**
 * The problem as a method can take it, by everything that the library knows. See `prepareBy`.
 *
 * @throws InfimumError `needs-not-met`, `set-not-handled`, `no-joint-proximal-map`, `derivatives-not-exact`
 */
export function prepare(problem: Problem, method: Method): Problem {
  const stated = withResidualFacts(problem);
  if (!method.needs.includes("hessian") || givesHessian(stated, method)) return prepareBy(means, stated, method);
  // last of all: no change of variables and no term has a Hessian of its own, but all have products
  const needs = method.needs.map((need) => (need === "hessian" ? "hessianVector" : need));
  return hessianFromProducts(prepareBy(means, stated, { ...method, needs }));
}

/** True when the problem's own Hessian is that of what the method will see. */
function givesHessian(problem: Problem, { handles }: Method): boolean {
  const { oracles, lower } = problem;
  return oracles.has("hessian") && !isComposite(problem) && (lower === undefined || handles.includes("bounds"));
}

const means: Means = {
  derivations: {
    value: deriveValue,
    values: deriveValue,
    gradient: gradientOf,
    jacobian: deriveJacobian,
    hessianVector: deriveHessianVector,
    sampledGradient: deriveSampledGradient,
    ranking: (problem) => (problem.oracles.has("values") ? rankingFromValues(problem) : problem),
  },
  terms: fitTerms,
  hint: ({ terms, residuals, lower }) => {
    if (terms.some((term) => term.addGradient === undefined)) {
      return 'a term with kinks leaves no gradient: choose a method that handles terms, such as "proximal-gradient"';
    }
    return residuals && lower
      ? 'it keeps no bounds: choose one that does, such as "trust-region-reflective", or leave them out'
      : undefined;
  },
};

function fitTerms(problem: Problem, method: Method): Problem {
  if (method.handles.includes("terms")) return withOperators(problem, method);
  return isComposite(problem) ? termsInObjective(problem) : problem;
}

function withOperators(problem: Problem, method: Method): Problem {
  const operators = { ...problem.operators };
  if (method.needs.includes("proximal")) operators.proximal ??= proximalMap(problem);
  if (method.needs.includes("project")) operators.project ??= projection(problem);
  if (method.needs.includes("linearMinimizer")) operators.linearMinimizer ??= problem.within?.linearMinimizer;
  return { ...problem, operators };
}

function deriveHessianVector(problem: Problem, method: Method): Problem {
  if (problem.oracles.has("hessian")) return hessianVectorFromHessian(problem);
  const withGradient = gradientOf(problem, method);
  if (!withGradient.oracles.has("gradient")) return problem;
  requireDifferences(problem, method, "Hessian-vector products");
  return hessianVectorDifferences(withGradient, problem.oracles.has("gradient"));
}

function deriveSampledGradient(problem: Problem, method: Method): Problem {
  const withGradient = gradientOf(problem, method);
  return withGradient.oracles.has("gradient") ? sampledFromGradient(withGradient) : problem;
}

function gradientOf(problem: Problem, method: Method): Problem {
  if (problem.oracles.has("gradient")) return problem;
  return problem.oracles.has("jacobian") ? gradientFromJacobian(problem) : deriveGradient(problem, method);
}

function deriveJacobian(problem: Problem, method: Method): Problem {
  if (!problem.oracles.has("residuals")) return problem;
  requireDifferences(problem, method, "the Jacobian");
  const note = problem.unread ?? "no Jacobian was given: give jacobian(x, out), or add read";
  return jacobianDifferences(problem, problem.derivatives === "finite-difference" ? "as asked" : note);
}
