import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import type { Verdict } from "./method.ts";
import type { Status } from "./stopping.ts";

/**
 * Why to believe a result, computed by code that shares nothing with the solvers. `holds` says whether the tests of the
 * certificate are met; the numbers are there either way.
 */
export type Certificate = StationaryCertificate | LeastSquaresCertificate | RayCertificate | NoCertificate;

/** A certificate before the run has said what it cost. */
export type Uncounted<C extends Certificate = Certificate> = C extends unknown ? Omit<C, "evaluations"> : never;

/**
 * "stationary": the first-order condition holds. "minimum": and the curvature along every free direction is positive.
 * With bounds the gradient is the projected one, with terms the proximal residual |x - prox(x - gradient)|.
 */
export interface StationaryCertificate {
  readonly kind: "stationary" | "minimum";
  readonly holds: boolean;
  /** Largest entry of the (projected, proximal) gradient, in the caller's variables. */
  readonly gradientNorm: number;
  /** The largest of |g_i| max(|x_i|, 1) / max(|f|, 1): what is compared with the tolerance. */
  readonly relativeGradient: number;
  readonly tolerance: number;
  /** How many variables sit on a bound with the gradient pushing outwards. */
  readonly activeBounds: number;
  /** The smallest curvature along a free direction (unit length, caller's variables), and the bound on its error. */
  readonly smallestCurvature?: number;
  readonly curvatureError?: number;
  /** How the derivatives of the certificate were made. */
  readonly derivatives: "given" | "finite-difference";
  /** What the certificate cost. */
  readonly evaluations: number;
  readonly text: string;
}

/**
 * A least-squares solution: the residuals are orthogonal to every change of the variables that bounds leave free, to first
 * order. Holds when the relative offset or the relative gradient is at most the tolerance, or what steps can remove of the
 * residuals is rounding.
 */
export interface LeastSquaresCertificate {
  readonly kind: "least-squares";
  readonly holds: boolean;
  /**
   * The length of the part of the residuals that steps can remove, in units of what noise leaves in it: with p free variables
   * and m residuals, (|Q_1'r| / sqrt(p)) / (|Q_2'r| / sqrt(m - p)). Statistics asks for 0.001. NaN where m <= p.
   */
  readonly relativeOffset: number;
  /** Largest entry of the (projected) gradient J'r, in the caller's variables. */
  readonly gradientNorm: number;
  /** The largest of |g_i| max(|x_i|, 1) / max(|f|, 1). */
  readonly relativeGradient: number;
  readonly tolerance: number;
  /** The rank of the Jacobian along the free variables. */
  readonly rank: number;
  /** The condition number of the Jacobian with columns of length 1, estimated; Infinity below full rank. */
  readonly condition: number;
  /** The variables that the residuals do not determine: none at full rank. */
  readonly unidentified: readonly string[];
  /** How many variables sit on a bound with the gradient pushing outwards. */
  readonly activeBounds: number;
  readonly derivatives: "given" | "finite-difference";
  readonly evaluations: number;
  readonly text: string;
}

/** The objective falls along x + t direction for every t that was tried, at no slowing rate. */
export interface RayCertificate {
  readonly kind: "ray";
  readonly holds: boolean;
  readonly direction: Vector;
  /** Pairs (t, value). */
  readonly samples: readonly (readonly [number, number])[];
  readonly evaluations: number;
  readonly text: string;
}

export interface NoCertificate {
  readonly kind: "none";
  readonly holds: false;
  /** Why there is none. */
  readonly reason: string;
  readonly evaluations: number;
  readonly text: string;
}

export function noCertificate(reason: string): NoCertificate {
  return { kind: "none", holds: false, reason, evaluations: 0, text: `none: ${reason}` };
}

/** The best point when a method had ended, and the evaluations by then: what came later is the cost of the certificate. */
export interface Candidate {
  readonly x: Vector;
  readonly value: number;
  readonly evaluations: number;
}

/** Certifies the point a method ended at, and decides what the run may say of it. */
export interface Certifier {
  certify(
    problem: Problem,
    view: View,
    candidate: { x: Vector; value: number },
    verdict: Verdict,
  ): Coroutine<Uncounted>;
  conclude(verdict: Verdict, certificate: Uncounted): { status: Status; message: string };
}
