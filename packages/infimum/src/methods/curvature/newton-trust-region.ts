import { RandomStream } from "../../numerics/random/stream.ts";
import { method } from "../../run/method.ts";
import { truncatedConjugateGradient } from "../parts/truncated-conjugate-gradient.ts";
import {
  requireRadius,
  startTrustRegion,
  trustRegionIteration,
  trustRegionMeasures,
} from "../parts/trust-region-iteration.ts";

/**
 * Newton's method in a trust region, with truncated conjugate gradients (Newton-CG): p minimizes the model g'p + p'Hp/2 within
 * |p| <= radius, about; the radius follows the ratio of actual to predicted reduction:
 *
 *     r = (f(x) - f(x + p)) / (m(0) - m(p));  x+ = x + p if r > 0.1;  radius shrinks if r < 1/4, doubles if r > 3/4 at the boundary
 *
 * Cost per iteration: one evaluation and from one to about n Hessian-vector products, few of them far from the solution.
 *
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, algorithms 4.1 and 7.2, 10.1007/978-0-387-40065-5
 *
 * Safeguards: where reductions drown in the rounding of f, a step that lowers the gradient is taken; at a stationary
 * point the method looks for negative curvature before it settles, and leaves a saddle along it.
 */
export const newtonTrustRegion = method({
  name: "newton-trust-region",
  version: 1,
  title: "Newton's method in a trust region, by truncated conjugate gradients",
  papers: [
    {
      authors: "Trond Steihaug",
      year: 1983,
      title: "The conjugate gradient method and trust regions in large scale optimization",
      source: "10.1137/0720042",
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
    return yield* trustRegionIteration(state, problem, truncatedConjugateGradient);
  },
  measures: (state) => trustRegionMeasures(state),
  settles: { relativeGradient: 1e-8, negativeCurvature: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});
