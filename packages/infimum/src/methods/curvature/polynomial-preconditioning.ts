import { badValue, InfimumError } from "../../error.ts";
import { ConjugateGradientProcess } from "../../numerics/krylov/conjugate-gradient.ts";
import { copy, dot, maxNorm, move, norm, scale, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { actualReduction } from "../parts/actual-reduction.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import {
  applySymmetricPolynomial,
  mostDegree,
  type SymmetricPolynomials,
  symmetricPolynomials,
} from "../parts/symmetric-polynomial.ts";
import { invalidStart, noProgress, takePoint } from "../parts/taken-point.ts";

/** A Lipschitz constant this many times doubled makes any step invisible. */
const mostTrials = 400;
const smallestConstant = 1e-250;

type Search = "krylov" | "gradient" | "fast-gradient";

/**
 * Gradient methods preconditioned by symmetric polynomials of B, the Hessian at the start, for convex objectives whose curvature is that
 * of B up to a factor: with P_0 = I, P_t = e_t(B) I - B P_(t-1), e_t the elementary symmetric polynomials of its spectrum,
 *
 *     "gradient":       x+ = x - P g / L
 *     "fast-gradient":  the same from a point extrapolated as by Nesterov
 *     "krylov":         x+ = x + d / L, d the minimizer of g'd + d'Bd/2 in span{g, Bg, ..., B^t g}: the best polynomial for g
 *
 * so that the t largest eigenvalues are cut from the condition number, without knowing any. L is found by doubling and halving.
 *
 * Cost per iteration: about two evaluations and t Hessian-vector products at the start, t + 1 for "krylov". At the start n products
 * for t = 1 or 2, 2 n for t = 3 or 4; none for "krylov".
 *
 * @reference N. Doikov, A. Rodomanov, 2023, Polynomial preconditioning for gradient methods, arXiv:2301.13194
 *
 * The paper has B from the structure of the problem, as A'A of a linear model A; the Hessian at the start is a multiple of it at x = 0.
 */
export const polynomialPreconditioning = method({
  name: "polynomial-preconditioning",
  version: 1,
  title: "Gradient methods preconditioned by symmetric polynomials of the Hessian at the start",
  papers: [
    {
      authors: "Nikita Doikov; Anton Rodomanov",
      year: 2023,
      title: "Polynomial preconditioning for gradient methods",
      source: "arXiv:2301.13194",
    },
  ],
  rows: ["P109"],
  needs: ["gradient", "hessianVector"],
  options: {
    /** The degree of the polynomial, t: from 0 to 4, of any size for "krylov". */
    degree: 2,
    search: "krylov" as Search,
  },
  validate({ degree, search }) {
    if (search !== "krylov" && search !== "gradient" && search !== "fast-gradient") {
      throw new InfimumError(
        "bad-option",
        `search is ${String(search)}: choose "krylov", "gradient" or "fast-gradient".`,
      );
    }
    if (!Number.isSafeInteger(degree) || degree < 0 || (search !== "krylov" && degree > mostDegree)) {
      throw badValue("bad-option", "degree", degree, `a whole number from 0 to ${mostDegree}, or more for "krylov"`);
    }
  },

  *start(problem, { degree, search }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    const polynomials = yield* symmetricPolynomials(problem, problem.x0, search === "krylov" ? 0 : degree);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      polynomials,
      /** L, relative to the first estimate; 0 before there is one. */
      constant: 0,
      /** Of the fast gradient method: the other sequence, and the sum of its weights. */
      anchor: problem.x0.slice(),
      weight: 0,
    };
  },

  *step(state, problem, { degree, search }) {
    const { x, value, gradient, polynomials, anchor } = state;
    if (!(value < Infinity)) return invalidStart;
    const from = problem.scratch();
    const slopes = problem.scratch();
    const point = problem.scratch();
    const newGradient = problem.scratch();
    const isFast = search === "fast-gradient" && state.constant > 0;
    let constant = state.constant / 2;
    let length = 0;
    for (let trial = 1; trial <= mostTrials; trial++, constant *= 2) {
      let fromValue = value;
      let share = 0;
      copy(x, from);
      copy(gradient, slopes);
      if (isFast) {
        share = (1 + Math.sqrt(1 + 4 * state.weight * constant)) / (2 * constant);
        for (let i = 0; i < x.length; i++) {
          from[i] = (share * anchor[i] + state.weight * x[i]) / (share + state.weight);
        }
        fromValue = yield* problem.gradient(from, slopes);
      }
      const { direction, slope } = yield* preconditioned(problem, slopes, polynomials, search, degree);
      if (constant === 0) constant = yield* firstConstant(problem, direction, slope);
      const newValue = yield* problem.gradient(move(from, 1 / constant, direction, point), newGradient);
      length = norm(direction) / constant;
      const wanted = -slope / (2 * constant);
      const origin = { value: fromValue, gradient: slopes };
      const { ratio } = actualReduction(origin, newValue, newGradient, wanted);
      if (ratio >= 1) {
        if (isFast)
          for (let i = 0; i < x.length; i++) anchor[i] = point[i] + (state.weight / share) * (point[i] - x[i]);
        state.weight += share;
        state.constant = Math.max(smallestConstant, constant);
        return takePoint(state, point, newGradient, newValue);
      }
      if (wanted === 0) break;
    }
    return noProgress(length, value, norm(gradient));
  },

  measures: ({ x, value, gradient, constant }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    constant,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** -P g, or the best polynomial in B applied to g, and the slope along it; -g where B is not positive enough. */
function* preconditioned(
  problem: View<"hessianVector">,
  gradient: Vector,
  polynomials: SymmetricPolynomials,
  search: Search,
  degree: number,
): Coroutine<{ direction: Vector; slope: number }> {
  const direction = problem.scratch();
  if (search === "krylov") {
    const product = problem.scratch();
    const descent = scale(gradient, -1, problem.scratch());
    const process = new ConjugateGradientProcess(descent, {
      relativeTolerance: 0,
      iterations: degree + 1,
      allocate: problem.scratch,
    });
    while (!process.done) {
      yield* problem.hessianVector(problem.x0, process.direction, product);
      process.advance(product);
    }
    copy(process.solution, direction);
  } else {
    yield* applySymmetricPolynomial(problem, problem.x0, polynomials, gradient, direction);
    scale(direction, -1, direction);
  }
  const slope = dot(gradient, direction);
  if (slope < 0 && slope > -Infinity) return { direction, slope };
  scale(gradient, -1, direction);
  return { direction, slope: dot(gradient, direction) };
}

/** The constant by which the step along `direction` is the exact one for B; 1 where that is none. */
function* firstConstant(problem: View<"hessianVector">, direction: Vector, slope: number): Coroutine<number> {
  const product = problem.scratch();
  yield* problem.hessianVector(problem.x0, direction, product);
  const constant = dot(direction, product) / -slope;
  return constant > 0 && constant < Infinity ? constant : 1;
}
