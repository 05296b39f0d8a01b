import { badValue } from "../../error.ts";
import { choleskySolve } from "../../numerics/dense/cholesky.ts";
import { choleskyWithJitter } from "../../numerics/dense/jittered-cholesky.ts";
import { allFinite, dot, maxNorm, move, norm, type Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { actualReduction } from "../parts/actual-reduction.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { invalidStart, noProgress, takePoint } from "../parts/taken-point.ts";

/** A smoothness constant this many times doubled makes any step invisible. */
const mostTrials = 400;

/** Below it a step is Newton's own. */
const smallestConstant = 1e-100;

/** What is added at first to a Hessian that is not positive definite, relative to its largest entry; less after every step taken so. */
const firstShift = 1e-3;
const shiftDecrease = 0.25;
const leastShift = 1e-10;

/** Of a Hessian that is 0, where steps may grow without end. */
const leastShiftOfZero = 1e-250;

/**
 * Root Newton: Newton's direction with a step size that follows from the local norm of the gradient, |g|* = sqrt(g' H^-1 g),
 *
 *     x+ = x - a H^-1 g,  a = 1 / (1 + t),  t = c |g|*^b,  b = (q - 2) / (q - 1)
 *
 * the root of a polynomial that stands for a regularization of order q in the norm of H, found by backtracking: c is doubled until
 * g(x+)' H^-1 g >= |g(x+)|*^2 / (2 a t), and halved before every iteration. The value falls like O(1/k^3) on convex objectives whose third
 * derivatives are Lipschitz (q = 4), and like O(1/k^(q-1)) on less smooth ones. Affine invariant: no change of units matters.
 *
 * Cost per iteration: a Hessian, about two evaluations with 2 n^2 operations each, and n^3 / 3 operations.
 *
 * @reference S. Hanzely, F. Abdukhakimov, M. Takáč, 2024, Damped Newton method with near-optimal global O(k^-3) convergence rate,
 * arXiv:2405.18926
 *
 * The paper is about convex objectives. Elsewhere a multiple of the identity is added to the Hessian until it is positive definite.
 */
export const rootNewton = method({
  name: "root-newton",
  version: 1,
  title: "Root Newton: damped Newton steps with a step size of closed form",
  papers: [
    {
      authors: "Slavomír Hanzely; Farshed Abdukhakimov; Martin Takáč",
      year: 2024,
      title: "Damped Newton method with near-optimal global O(k^-3) convergence rate",
      source: "arXiv:2405.18926",
    },
  ],
  rows: ["P245"],
  needs: ["gradient", "hessian"],
  options: {
    /** The order of smoothness q, above 2 and at most 4: 3 for Lipschitz Hessians, 4 for Lipschitz third derivatives. */
    order: 4,
    /** The first constant c; in theory (9 M)^(1 / (q - 1)) for the Lipschitz constant M in the local norm. */
    constant: 1,
  },
  validate({ order, constant }) {
    if (!(order > 2 && order <= 4)) throw badValue("bad-option", "order", order, "a number above 2 and at most 4");
    if (!(constant > 0 && constant < Infinity)) throw badValue("bad-option", "constant", constant, "a positive number");
  },

  *start(problem, { constant }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return { x: problem.x0.slice(), value, gradient: gradient.slice(), constant, stepSize: 1, shift: firstShift };
  },

  *step(state, problem, { order }) {
    const { x, value, gradient } = state;
    if (!(value < Infinity)) return invalidStart;
    const n = problem.dimension;
    const hessian = problem.scratch(n * n);
    const factor = problem.scratch(n * n);
    yield* problem.hessian(x, hessian);
    // without one the direction is that of steepest descent
    if (!allFinite(hessian)) setToIdentity(hessian, n);
    const isShifted = choleskyWithJitter(hessian, n, factor, { first: state.shift }) > 0;
    const shift = isShifted ? shiftDecrease * state.shift : state.shift;

    const direction = choleskySolve(factor, n, gradient, problem.scratch());
    const squaredNorm = dot(gradient, direction);
    const exponent = (order - 2) / (order - 1);
    const point = problem.scratch();
    const newGradient = problem.scratch();
    const solved = problem.scratch();
    let constant = Math.max(smallestConstant, state.constant / 2);
    let stepSize = 1;
    for (let trial = 1; trial <= mostTrials; trial++, constant *= 2) {
      const damping = constant * squaredNorm ** (exponent / 2);
      stepSize = 1 / (1 + damping);
      const newValue = yield* problem.gradient(move(x, -stepSize, direction, point), newGradient);
      const newSquaredNorm = dot(newGradient, choleskySolve(factor, n, newGradient, solved));
      const isShort = 2 * stepSize * damping * dot(newGradient, direction) >= newSquaredNorm;
      const { drowns, ratio } = actualReduction(state, newValue, newGradient, squaredNorm);
      if (newValue < Infinity && (drowns ? ratio === 1 : isShort && newValue <= value)) {
        state.constant = constant;
        state.stepSize = stepSize;
        state.shift = Math.max(maxNorm(hessian) > 0 ? leastShift : leastShiftOfZero, shift);
        return takePoint(state, point, newGradient, newValue);
      }
      if (drowns) break;
    }
    return noProgress(stepSize * norm(direction), value, norm(gradient));
  },

  measures: ({ x, value, gradient, stepSize }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    stepSize,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});

function setToIdentity(matrix: Vector, n: number): void {
  matrix.fill(0);
  for (let i = 0; i < n; i++) matrix[i + i * n] = 1;
}
