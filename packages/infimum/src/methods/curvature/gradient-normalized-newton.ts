import { badValue } from "../../error.ts";
import { cholesky, choleskySolve } from "../../numerics/dense/cholesky.ts";
import { allFinite, copy, dot, maxNorm, move, norm, scale } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { actualReduction } from "../parts/actual-reduction.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { invalidStart, noProgress, takePoint } from "../parts/taken-point.ts";

/** A radius this many times halved is smaller than the rounding of any point. */
const mostTrials = 400;

/** Below it the regularization is as good as none, and numbers overflow. */
const largestRadius = 1e100;

/**
 * Newton's method with gradient regularization, by gradient-normalized smoothness: for the largest c that passes a test,
 *
 *     x+ = x - (H + (|g|/c) I)^-1 g;  accept if f(x) - f(x+) >= |g(x+)|^2 c / (8 |g|), then c := 2 c, else c := c/2 and again
 *
 * where c estimates the radius within which the gradient is nearly linear, relative to itself. That one number adapts to every kind
 * of smoothness: global rates for objectives with Hölder Hessians, quasi-self-concordant and merely smooth ones, without telling which, and
 * with approximate Hessians too, those that the problem gives; superlinear near a minimum. Never above the sublevel set.
 *
 * Cost per iteration: a Hessian, about two evaluations and n^3 / 3 operations each.
 *
 * @reference A. Semenov, M. Jaggi, N. Doikov, 2025, Gradient-normalized smoothness for optimization with approximate Hessians, algorithm 1,
 * arXiv:2506.13710
 *
 * Where reductions drown in the rounding of f, a step that lowers the gradient is taken.
 */
export const gradientNormalizedNewton = method({
  name: "gradient-normalized-newton",
  version: 1,
  title: "Newton's method with gradient regularization, by gradient-normalized smoothness",
  papers: [
    {
      authors: "Andrei Semenov; Martin Jaggi; Nikita Doikov",
      year: 2025,
      title: "Gradient-normalized smoothness for optimization with approximate Hessians",
      source: "arXiv:2506.13710",
    },
  ],
  rows: ["P038"],
  needs: ["gradient", "hessian"],
  options: {
    /** The first c, in the units of x. */
    radius: 1,
  },
  validate({ radius }) {
    if (!(radius > 0 && radius < Infinity)) throw badValue("bad-option", "radius", radius, "a positive length");
  },

  *start(problem, { radius }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return { x: problem.x0.slice(), value, gradient: gradient.slice(), radius };
  },

  *step(state, problem) {
    const { x, value, gradient } = state;
    if (!(value < Infinity)) return invalidStart;
    const n = problem.dimension;
    const hessian = problem.scratch(n * n);
    const factor = problem.scratch(n * n);
    const step = problem.scratch();
    const point = problem.scratch();
    const newGradient = problem.scratch();
    yield* problem.hessian(x, hessian);
    // without one the step is that of steepest descent
    if (!allFinite(hessian)) hessian.fill(0);

    const gradientNorm = norm(gradient);
    let { radius } = state;
    for (let trial = 1; trial <= mostTrials; trial++, radius /= 2) {
      const shift = gradientNorm / radius;
      copy(hessian, factor);
      for (let i = 0; i < n; i++) factor[i + i * n] += shift;
      if (!cholesky(factor, n, factor)) continue;
      choleskySolve(factor, n, scale(gradient, -1, step), step);
      const newValue = yield* problem.gradient(move(x, 1, step, point), newGradient);
      const wanted = dot(newGradient, newGradient) / (8 * shift);
      const visible = Math.max(wanted, -dot(gradient, step));
      const { ratio, drowns } = actualReduction(state, newValue, newGradient, wanted, visible);
      // 0/0 at a stationary point is no progress
      if (ratio >= 1) {
        state.radius = Math.min(largestRadius, 2 * radius);
        return takePoint(state, point, newGradient, newValue);
      }
      if (drowns) break;
    }
    return noProgress(norm(step), value, gradientNorm);
  },

  measures: ({ x, value, gradient, radius }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    radius,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});
