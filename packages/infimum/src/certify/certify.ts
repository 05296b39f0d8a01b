import { hasSmoothTerms, isComposite } from "../problem/composite.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { termsInObjective } from "../problem/wrappers/terms-in-objective.ts";
import type { Certifier, Uncounted } from "../run/certificate.ts";
import type { Verdict } from "../run/method.ts";
import { certifyComposite } from "./composite.ts";
import { type CertifiedPoint, type Evidence, firstOrderCertifier } from "./first-order.ts";
import { certifyLeastSquares } from "./least-squares.ts";
import { certifyRay } from "./ray.ts";
import { certifySecondOrder } from "./second-order.ts";
import { certifyStationary } from "./stationary.ts";

/** Certifies points to second order, with terms and sets too, sums of squares, and falls without end. See `firstOrderCertifier`. */
export function certifier(tolerance?: number): Certifier {
  const usual = firstOrderCertifier(tolerance, evidence);
  return {
    ...usual,
    certify: (problem, base, candidate, verdict) =>
      isSumOfSquares(problem, candidate, verdict)
        ? certifyLeastSquares(problem, base, candidate, tolerance)
        : usual.certify(problem, base, candidate, verdict),
  };
}

function isSumOfSquares(problem: Problem, { value }: CertifiedPoint, { stop }: Verdict): boolean {
  const isContinuous = problem.coordinates.every(({ kind }) => kind === "continuous");
  const hasDerivatives = problem.derivatives !== "none" || problem.functions.jacobian !== undefined;
  const isPlain = !isComposite(problem) && isContinuous && hasDerivatives;
  return problem.residuals !== undefined && isPlain && Number.isFinite(value) && stop !== "unbounded";
}

const evidence: Evidence = { secondOrder: certifySecondOrder, ray: certifyRay, composite: certifySum };

function* certifySum(problem: Problem, base: View, at: CertifiedPoint, tolerance: number): Coroutine<Uncounted> {
  if (!hasSmoothTerms(problem)) return yield* certifyComposite(problem, base, at, tolerance);
  const { plain, view } = smoothSum(problem, base);
  return yield* certifyStationary(plain, view, at, tolerance, certifySecondOrder);
}

/** Smooth terms belong to the objective: the sum has a gradient and a curvature. */
function smoothSum(problem: Problem, base: View): { plain: Problem; view: View } {
  const plain: Problem = { ...problem, functions: { ...problem.functions, hessian: undefined }, wrap: (view) => view };
  return { plain, view: termsInObjective(plain).wrap(base) };
}
