import type { Vector } from "../numerics/vector.ts";
import { isComposite } from "../problem/composite.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { type Certifier, noCertificate, type Uncounted } from "../run/certificate.ts";
import type { Verdict } from "../run/method.ts";
import type { Status } from "../run/stopping.ts";
import { certifyStationary, type LookFurther } from "./stationary.ts";

/** With derivatives good to rounding. */
const defaultTolerance = 1e-8;

/** Central differences are good to about eps^(2/3) of the second derivatives: below this they prove nothing. */
const differenceTolerance = 1e-6;

/** A point, and the objective there. */
export interface CertifiedPoint {
  readonly x: Vector;
  readonly value: number;
}

/** What certifies more than the first-order condition. */
export interface Evidence {
  readonly secondOrder?: LookFurther;
  /** Certifies that the objective falls without end. */
  readonly ray?: (problem: Problem, base: View, from: CertifiedPoint) => Coroutine<Uncounted>;
  /** Certifies points of problems with terms or a set. */
  readonly composite?: (problem: Problem, base: View, at: CertifiedPoint, tolerance: number) => Coroutine<Uncounted>;
}

/**
 * Certifies the point a run ended at, by asking the problem as the caller stated it, in the caller's variables: no
 * wrapper, no derivative and no code of the method is shared. By itself it looks at the first-order condition within
 * bounds; `evidence` adds to that.
 */
export function firstOrderCertifier(tolerance: number = defaultTolerance, evidence: Evidence = {}): Certifier {
  return {
    certify: (problem, base, candidate, verdict) =>
      certificateOf(problem, base, candidate, verdict, { tolerance, ...evidence }),
    conclude,
  };
}

/**
 * Not a method of the certifier: an engine keeps a map for the generators of each generator function, so that one made
 * anew for each run would keep the whole run from quick collection.
 */
function* certificateOf(
  problem: Problem,
  base: View,
  candidate: CertifiedPoint,
  verdict: Verdict,
  { tolerance, secondOrder, ray, composite }: Evidence & { readonly tolerance: number },
): Coroutine<Uncounted> {
  const threshold = problem.functions.gradient ? tolerance : Math.max(tolerance, differenceTolerance);
  const obstacle = whyNot(problem, candidate.value);
  if (obstacle) return noCertificate(obstacle);
  if (verdict.stop === "unbounded") {
    return ray ? yield* ray(problem, base, candidate) : noCertificate("no ray was followed");
  }
  if (!isComposite(problem)) return yield* certifyStationary(problem, base, candidate, threshold, secondOrder);
  if (!composite) return noCertificate("nothing here certifies terms and sets");
  return yield* composite(problem, base, candidate, threshold);
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

/** What may be said: converged or unbounded only where the certificate holds. */
function conclude(verdict: Verdict, certificate: Uncounted): { status: Status; message: string } {
  if (certificate.holds) {
    return { status: certificate.kind === "ray" ? "unbounded" : "converged", message: certificate.text };
  }
  const doubt = certificate.kind === "none" ? certificate.reason : certificate.text;
  return {
    status: verdict.stop === "unbounded" ? "stalled" : verdict.stop,
    message: `${verdict.why}; not certified: ${doubt}`,
  };
}
