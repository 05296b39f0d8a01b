import type { Vector } from "../numerics/vector.ts";
import { hasSmoothTerms, isComposite } from "../problem/composite.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { termsInObjective } from "../problem/wrappers/terms-in-objective.ts";
import { type Certifier, noCertificate, type Uncounted } from "../run/certificate.ts";
import type { Verdict } from "../run/method.ts";
import type { Status } from "../run/stopping.ts";
import { certifyComposite } from "./composite.ts";
import { certifyRay } from "./ray.ts";
import { certifyStationary } from "./stationary.ts";

/** With derivatives good to rounding. */
const defaultTolerance = 1e-8;

/** Central differences are good to about eps^(2/3) of the second derivatives: below this they prove nothing. */
const differenceTolerance = 1e-6;

/**
 * Certifies the point a run ended at, by asking the problem as the caller stated it, in the caller's variables: no
 * wrapper, no derivative and no code of the method is shared.
 */
export function certifier(tolerance: number = defaultTolerance): Certifier {
  return {
    *certify(problem, base, candidate, verdict) {
      const threshold = problem.functions.gradient ? tolerance : Math.max(tolerance, differenceTolerance);
      return yield* certificateOf(problem, base, candidate, verdict, threshold);
    },
    conclude,
  };
}

function* certificateOf(
  problem: Problem,
  base: View,
  candidate: { x: Vector; value: number },
  verdict: Verdict,
  tolerance: number,
): Coroutine<Uncounted> {
  const obstacle = whyNot(problem, candidate.value);
  if (obstacle) return noCertificate(obstacle);
  if (verdict.stop === "unbounded") return yield* certifyRay(problem, base, candidate);
  if (isComposite(problem)) {
    if (!hasSmoothTerms(problem)) return yield* certifyComposite(problem, base, candidate, tolerance);
    const { plain, view } = smoothSum(problem, base);
    return yield* certifyStationary(plain, view, candidate, tolerance);
  }
  return yield* certifyStationary(problem, base, candidate, tolerance);
}

/** Smooth terms belong to the objective: the sum has a gradient and a curvature. */
function smoothSum(problem: Problem, base: View): { plain: Problem; view: View } {
  const plain: Problem = { ...problem, functions: { ...problem.functions, hessian: undefined }, wrap: (view) => view };
  return { plain, view: termsInObjective(plain).wrap(base) };
}

function whyNot(problem: Problem, value: number): string | undefined {
  if (!Number.isFinite(value)) return "no value of the objective itself was seen, only samples or ranks";
  if (problem.coordinates.some((coordinate) => coordinate.kind !== "continuous")) {
    return "integer and categorical variables have no first-order condition";
  }
  if (problem.derivatives === "none" && !problem.functions.gradient)
    return 'the objective is a black box (derivatives: "none")';
  if (!problem.functions.gradient && !problem.oracles.has("values"))
    return "the problem has neither values nor a gradient";
  return undefined;
}

/** What may be said: converged only where the certificate holds. */
function conclude(verdict: Verdict, certificate: Uncounted): { status: Status; message: string } {
  if (verdict.stop === "unbounded") {
    if (certificate.kind === "ray" && certificate.holds) return { status: "unbounded", message: certificate.text };
    return {
      status: "stalled",
      message: `${verdict.why}; no ray along which the objective falls without end was found.`,
    };
  }
  if (certificate.holds) return { status: "converged", message: certificate.text };
  return {
    status: verdict.stop,
    message: `${verdict.why}; not certified: ${certificate.kind === "none" ? certificate.reason : certificate.text}`,
  };
}
