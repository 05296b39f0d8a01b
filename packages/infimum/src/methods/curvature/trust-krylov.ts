import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { KrylovModel } from "../parts/krylov-model.ts";
import {
  type ModelStep,
  requireRadius,
  startTrustRegion,
  trustRegionIteration,
  trustRegionMeasures,
} from "../parts/trust-region-iteration.ts";

/** A step that ends this near to the boundary, relative to the radius, asks for a larger region. */
const atBoundary = 0.98;

/**
 * Newton's method in a trust region, with the generalized Lanczos method (GLTR): p minimizes the model g'p + p'Hp/2 over the part of
 * the region |p| <= radius that lies in span{g, Hg, H^2 g, ...}, where H = Q T Q' is tridiagonal:
 *
 *     (T + t I) h = -|g| e1, |h| <= radius, t (radius - |h|) = 0;  p = Q h
 *
 * so that it goes on along the boundary, and past negative curvature, where truncated conjugate gradients stop: fewer and better
 * steps where the Hessian is indefinite, at more products each. Radius and safeguards are those of `newton-trust-region`.
 *
 * Cost per iteration: one evaluation, at most min(n, 100) Hessian-vector products, and as many vectors of memory.
 *
 * @reference N. I. M. Gould, S. Lucidi, M. Roma, Ph. L. Toint, 1999, Solving the trust-region subproblem using the Lanczos method,
 * 10.1137/S1052623497322735
 */
export const trustKrylov = method({
  name: "trust-krylov",
  version: 1,
  title: "Newton's method in a trust region, by the Lanczos process (GLTR)",
  papers: [
    {
      authors: "Nicholas I. M. Gould; Stefano Lucidi; Massimo Roma; Philippe L. Toint",
      year: 1999,
      title: "Solving the trust-region subproblem using the Lanczos method",
      source: "10.1137/S1052623497322735",
    },
  ],
  needs: ["gradient", "hessianVector"],
  random: RandomStream,
  options: {
    /** The first radius, in the units of x. */
    trustRadius: 1,
  },
  validate: ({ trustRadius }) => requireRadius(trustRadius),
  *start(problem, { trustRadius }) {
    return yield* startTrustRegion(problem, trustRadius);
  },
  *step(state, problem) {
    return yield* trustRegionIteration(state, problem, stepWithin);
  },
  measures: (state) => trustRegionMeasures(state),
  settles: { relativeGradient: 1e-8, negativeCurvature: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});

function* stepWithin(
  problem: View<"hessianVector">,
  x: Vector,
  gradient: Vector,
  radius: number,
  relativeTolerance: number,
): Coroutine<ModelStep> {
  const found = yield* new KrylovModel(problem, x, gradient).step({ radius, growth: 0 }, relativeTolerance);
  return { ...found, boundary: found.length >= atBoundary * radius };
}
