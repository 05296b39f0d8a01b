import { badValue } from "../../error.ts";
import { tridiagonalEigen } from "../../numerics/dense/tridiagonal-eigen.ts";
import { LanczosProcess } from "../../numerics/krylov/lanczos-process.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { envelope } from "../../numerics/sparse/envelope.ts";
import { move, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { exactTrustRegionStep } from "../parts/exact-trust-region-step.ts";
import { steepestWithin } from "../parts/regularized-step.ts";
import {
  type ModelStep,
  requireRadius,
  startTrustRegion,
  trustRegionIteration,
  trustRegionMeasures,
} from "../parts/trust-region-iteration.ts";

/** A step that ends this near to the boundary, relative to the radius, asks for a larger region. */
const atBoundary = 0.98;

/** Curvatures below this part of the largest are taken for it: they are rounding, and no reason to go to infinity. */
const leastCurvature = 1e-12;

/**
 * Saddle-free Newton: the step minimizes the model with the absolute Hessian, |H| = V |W| V' for H = V W V', within a trust region,
 *
 *     min g'p + p'|H|p/2, |p| <= radius:  p = -(|H| + t I)^-1 g,
 *
 * over span{g, Hg, H^2 g, ...}, in which the Lanczos process makes H tridiagonal: Newton's step where curvature is positive, and the
 * same length away from the saddle where it is negative, to which Newton's own step would lead. Radius and safeguards
 * are those of `newton-trust-region`.
 *
 * Cost per iteration: one evaluation, at most min(n, dimension) Hessian-vector products and as many vectors of memory.
 *
 * @reference Y. N. Dauphin, R. Pascanu, C. Gulcehre, K. Cho, S. Ganguli, Y. Bengio, 2014, Identifying and attacking the saddle point
 * problem in high-dimensional non-convex optimization, arXiv:1406.2572
 * @reference R. Pascanu, Y. N. Dauphin, S. Ganguli, Y. Bengio, 2014, On the saddle point problem for non-convex optimization, arXiv:1405.4604
 *
 * The paper adds a multiple of the identity that it finds by trying powers of ten; here it is that of a trust region.
 */
export const saddleFreeNewton = method({
  name: "saddle-free-newton",
  version: 1,
  title: "Saddle-free Newton: the absolute Hessian in a Krylov space",
  papers: [
    {
      authors: "Razvan Pascanu; Yann N. Dauphin; Surya Ganguli; Yoshua Bengio",
      year: 2014,
      title: "On the saddle point problem for non-convex optimization",
      source: "arXiv:1405.4604",
    },
  ],
  rows: ["P100"],
  needs: ["gradient", "hessianVector"],
  random: RandomStream,
  options: {
    /** The first radius, in the units of x. */
    trustRadius: 1,
    /** The most dimensions of the Krylov space. */
    dimension: 50,
  },
  validate({ trustRadius, dimension }) {
    requireRadius(trustRadius);
    if (!Number.isSafeInteger(dimension) || dimension < 1) {
      throw badValue("bad-option", "dimension", dimension, "a whole number of dimensions, at least 1");
    }
  },
  *start(problem, { trustRadius }) {
    return yield* startTrustRegion(problem, trustRadius);
  },
  *step(state, problem, { dimension }) {
    return yield* trustRegionIteration(state, problem, (view, x, gradient, radius) =>
      absoluteStep(view, x, gradient, radius, dimension),
    );
  },
  measures: (state) => trustRegionMeasures(state),
  settles: { relativeGradient: 1e-8, negativeCurvature: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** The step within the region by the absolute Hessian in the Krylov space of the gradient. */
function* absoluteStep(
  problem: View<"hessianVector">,
  x: Vector,
  gradient: Vector,
  radius: number,
  dimension: number,
): Coroutine<ModelStep> {
  const product = problem.scratch();
  const lanczos = new LanczosProcess(gradient, { steps: Math.min(x.length, dimension), allocate: problem.scratch });
  while (!lanczos.done) {
    yield* problem.hessianVector(x, lanczos.direction, product);
    lanczos.advance(product);
  }
  const step = problem.scratch().fill(0);
  const k = lanczos.status === "invalid" ? lanczos.steps - 1 : lanczos.steps;
  if (k < 1) return { ...steepestWithin(gradient, { radius, growth: 0 }, step), boundary: true };
  const values = problem.scratch(k);
  const between = problem.scratch(k);
  const vectors = problem.scratch(k * k).fill(0);
  for (let i = 0; i < k; i++) {
    values[i] = lanczos.diagonal[i];
    between[i] = lanczos.offDiagonal[i];
    vectors[i + i * k] = 1;
  }
  tridiagonalEigen(values, between, k, vectors, k);
  const size = Math.max(Math.abs(values[0]), Math.abs(values[k - 1]));
  const slopes = problem.scratch(k);
  let gradientNorm = 0;
  for (let i = 0; i < x.length; i++) gradientNorm += lanczos.basis[0][i] * gradient[i];
  for (let i = 0; i < k; i++) {
    values[i] = Math.max(Math.abs(values[i]), leastCurvature * size);
    slopes[i] = gradientNorm * vectors[i * k];
  }
  const diagonal = envelope(Int32Array.from({ length: k }, (_, i) => i));
  const inner = exactTrustRegionStep(diagonal, values, slopes, radius, (length = k) => problem.scratch(length));
  for (let j = 0; j < k; j++) {
    let entry = 0;
    for (let i = 0; i < k; i++) entry += vectors[j + i * k] * inner.step[i];
    move(step, entry, lanczos.basis[j], step);
  }
  const { length, predictedReduction } = inner;
  return { step, length, predictedReduction, boundary: length >= atBoundary * radius };
}
