import { badValue } from "../../error.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { copy, dot, maxNorm, move, norm, subtract, type Vector } from "../../numerics/vector.ts";
import { whenAnswered } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { KrylovModel } from "../parts/krylov-model.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { roundingLevel } from "../parts/rounding-level.ts";
import { invalidStart, noProgress, takePoint } from "../parts/taken-point.ts";

/** A constant this many times doubled makes any step invisible. */
const mostTrials = 200;

/** How accurately the cubic model is minimized: the residual relative to the gradient. */
const accuracy = 1e-3;

/**
 * Accelerated cubic Newton with inexact oracles: cubic steps from a point between the last one and the minimizer of an
 * estimating function, which collects the gradients seen. With a = 3 / (t + 3), A the product of all 1 - a,
 *
 *     v = (1 - a) x + a y;  x+ = argmin over p of g(v)'p + p'H(v)p/2 + d |p|^2 / 2 + M |p|^3 / 6, from v
 *     y+ = argmin over z of sum of (a / A) (f(x+) + g(x+)'(z - x+)) + k2 |z - x0|^2 / 2 + k3 |z - x0|^3 / 6
 *
 * k2 = 2 d a^2 / A + s, k3 = (8 M / 3) a^3 / A. On convex objectives with exact oracles f - f* falls like M R^3 / t^3, and errors of
 * gradient and Hessian add terms of their own, of the best orders possible: s / sqrt(t) and d / t^2.
 *
 * Cost per iteration: two evaluations and a Krylov space of at most min(n, 100) Hessian-vector products.
 *
 * @reference A. Agafonov, D. Kamzolov, A. Gasnikov, A. Kavis, K. Antonakopoulos, V. Cevher, M. Takáč, 2024, Advancing the lower bounds: an
 * accelerated, stochastic, second-order method with optimal adaptation to inexactness, arXiv:2309.01570
 * @reference Yu. Nesterov, 2008, Accelerating the cubic regularization of Newton's method on convex problems, 10.1007/s10107-006-0089-x
 *
 * With exact oracles M is found: it doubles until g(x+)'(v - x+) >= min(|g|^2 / (4 d), sqrt(|g|^3 / (3 M))), the inequality by which the
 * theory accelerates. Errors are told by options, and then M is as given. Subsampled oracles: see `subsampled`.
 */
export const acceleratedCubicNewton = method({
  name: "accelerated-cubic-newton",
  version: 1,
  title: "Accelerated cubic Newton with inexact oracles",
  papers: [
    {
      authors:
        "Artem Agafonov; Dmitry Kamzolov; Alexander Gasnikov; Ali Kavis; Kimon Antonakopoulos; Volkan Cevher; Martin Takáč",
      year: 2024,
      title:
        "Advancing the lower bounds: an accelerated, stochastic, second-order method with optimal adaptation to inexactness",
      source: "arXiv:2309.01570",
    },
  ],
  rows: ["P199"],
  needs: ["gradient", "hessianVector"],
  random: RandomStream,
  options: {
    /** The first M, in units of third derivatives; in theory twice the Lipschitz constant of the Hessian. */
    constant: 1,
    /** A bound on the error of Hessian-vector products, relative to the vector. */
    hessianError: 0,
    /** The standard deviation of gradients. */
    gradientError: 0,
    /** A guess of the distance to a minimizer, which balances the errors. */
    distance: 1,
  },
  validate({ constant, hessianError, gradientError, distance }) {
    for (const [name, size] of Object.entries({ constant, distance })) {
      if (!(size > 0 && size < Infinity)) throw badValue("bad-option", name, size, "a positive number");
    }
    for (const [name, size] of Object.entries({ hessianError, gradientError })) {
      if (!(size >= 0 && size < Infinity)) throw badValue("bad-option", name, size, "a number that is at least 0");
    }
  },

  *start(problem, { constant }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      constant,
      /** t, and A: the product of all 1 - a. */
      count: 0,
      product: 1,
      /** The minimizer of the estimating function, and the weighted sum of gradients in it. */
      anchor: problem.x0.slice(),
      slopes: new Float64Array(problem.dimension),
    };
  },

  *step(state, problem, { hessianError, gradientError, distance }) {
    const { x, value, anchor, slopes, count } = state;
    if (!(value < Infinity)) return invalidStart;
    const share = 3 / (count + 3);
    const from = problem.scratch();
    const fromGradient = problem.scratch();
    for (let i = 0; i < x.length; i++) from[i] = (1 - share) * x[i] + share * anchor[i];
    const fromValue = yield* problem.gradient(from, fromGradient);
    const point = problem.scratch();
    const newGradient = problem.scratch();
    const toFrom = problem.scratch();
    const isExact = hessianError === 0 && gradientError === 0;
    // the quadratic term for the errors grows as the steps shrink
    const damping = hessianError + (gradientError / distance) * (count + 3) ** 1.5;
    const space = new KrylovModel(dampedView(problem, damping), from, fromGradient);
    let { constant } = state;
    for (let trial = 1; trial <= mostTrials; trial++, constant *= 2) {
      const { step, length } = yield* space.step({ radius: 0, growth: 2 / constant }, accuracy);
      if (!(length < Infinity)) return noProgress(length, value, norm(state.gradient));
      const newValue = yield* problem.gradient(move(from, 1, step, point), newGradient);
      const gained = dot(newGradient, subtract(from, point, toFrom));
      const size = norm(newGradient);
      const cubic = Math.sqrt(size ** 3 / (3 * constant));
      const needed = damping > 0 ? Math.min(cubic, size ** 2 / (4 * damping)) : cubic;
      const drowns = Math.abs(newValue - fromValue) <= roundingLevel(fromValue) && size < norm(fromGradient);
      if (!(newValue < Infinity) || (isExact && !drowns && !(gained >= needed))) {
        if (length === 0) return noProgress(length, value, norm(state.gradient));
        continue;
      }
      // the first of all a is 1, and A its own product from there on
      const product = count === 0 ? 1 : state.product * (1 - share);
      move(slopes, share / product, newGradient, slopes);
      const nextShare = 3 / (count + 4);
      const nextProduct = product * (1 - nextShare);
      const linear = (2 * damping * share * share) / product + (gradientError / distance) * (count + 3) ** 2.5;
      const cubicTerm = ((8 * constant) / 3) * (nextShare ** 3 / nextProduct);
      // |z - x0| solves k2 r + k3 r^2 / 2 = |slopes|
      const pull = norm(slopes);
      const radius = (2 * pull) / (linear + Math.sqrt(linear * linear + 2 * cubicTerm * pull));
      copy(problem.x0, anchor);
      // gradients may be too large to be summed: then the function is not accelerated
      if (pull > 0 && pull < Infinity && radius < Infinity) move(anchor, -radius / pull, slopes, anchor);
      else if (pull > 0) copy(point, anchor);
      state.constant = constant;
      state.count += 1;
      state.product = product;
      return takePoint(state, point, newGradient, newValue);
    }
    return noProgress(0, value, norm(state.gradient));
  },

  measures: ({ x, value, gradient, constant }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    constant,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** The problem with products of H + d I. */
function dampedView(problem: View<"gradient" | "hessianVector">, damping: number): View<"hessianVector"> {
  if (damping === 0) return problem;
  return {
    ...problem,
    hessianVector: (x: Vector, v: Vector, out: Vector) =>
      whenAnswered(problem.hessianVector(x, v, out) as never, (answer) => {
        move(out, damping, v, out);
        return answer;
      }) as never,
  };
}
