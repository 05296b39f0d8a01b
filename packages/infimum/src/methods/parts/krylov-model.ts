import { LanczosProcess } from "../../numerics/krylov/lanczos-process.ts";
import { type Envelope, envelope } from "../../numerics/sparse/envelope.ts";
import { move, norm, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { type ExactStep, regularizedStep, type StepLength, steepestWithin } from "./regularized-step.ts";

/** The error of the length, and of the model in the hard case, relatively. */
const tolerances = { length: 0.01, model: 0.01 };

/** Vectors of the basis that are kept: with more, their orthogonalization costs more than most products. */
const mostProducts = 100;

/**
 * The model g'p + p'Hp/2 over the Krylov space of g, H g, H^2 g, ..., where H is tridiagonal: its minimizer over |p| <= radius, or
 * with a cubic term, is found exactly after each product: GLTR, the generalized Lanczos trust-region method. Unlike
 * truncated conjugate gradients it goes on along the boundary of the region, and past negative curvature. The space
 * is kept: a second step, for another radius or weight, asks only the products that the first had no need of.
 *
 * Cost: one Hessian-vector question a dimension, at most min(n, 100), and 8 n k operations for the k-th.
 *
 * @reference N. I. M. Gould, S. Lucidi, M. Roma, Ph. L. Toint, 1999, Solving the trust-region subproblem using the Lanczos method,
 * 10.1137/S1052623497322735
 * @reference C. Cartis, N. I. M. Gould, Ph. L. Toint, 2011, Adaptive cubic regularisation methods for unconstrained optimization,
 * part I, section 6.2, 10.1007/s10107-009-0286-5
 */
export class KrylovModel {
  private readonly problem: View<"hessianVector">;
  private readonly x: Vector;
  private readonly gradient: Vector;
  private readonly product: Vector;
  private readonly tridiagonal: TridiagonalModel;
  private readonly lanczos: LanczosProcess;

  constructor(problem: View<"hessianVector">, x: Vector, gradient: Vector) {
    const limit = Math.min(x.length, mostProducts);
    this.problem = problem;
    this.x = x;
    this.gradient = gradient;
    this.product = problem.scratch();
    this.tridiagonal = new TridiagonalModel(limit, problem.scratch);
    this.lanczos = new LanczosProcess(gradient, { steps: limit, allocate: problem.scratch });
  }

  /**
   * The minimizer, once the residual of (H + t I) p = -g is at most `accuracy` |g|; `predictedReduction` is that of the quadratic model.
   * After a product that is not finite it is that of the space before; of none, the steepest descent with the linear model.
   *
   * @param allowed |p| <= `radius`, or the cubic term that `growth` stands for: see `StepLength`
   */
  *step(allowed: StepLength, accuracy: number): Coroutine<ExactStep> {
    const { problem, x, gradient, product, tridiagonal, lanczos } = this;
    const gradientNorm = norm(gradient);
    let inner: ExactStep | undefined;
    for (;;) {
      const k = lanczos.status === "invalid" ? lanczos.steps - 1 : lanczos.steps;
      if (k > 0) {
        inner = tridiagonal.solve(lanczos, k, gradientNorm, allowed);
        if (lanczos.offDiagonal[k - 1] * Math.abs(inner.step[k - 1]) <= accuracy * gradientNorm) break;
      }
      if (lanczos.done) break;
      yield* problem.hessianVector(x, lanczos.direction, product);
      lanczos.advance(product);
    }
    const step = problem.scratch().fill(0);
    if (inner === undefined || !(inner.multiplier < Infinity)) return steepestWithin(gradient, allowed, step);
    for (let k = 0; k < inner.step.length; k++) move(step, inner.step[k], lanczos.basis[k], step);
    return { ...inner, step, length: norm(step) };
  }
}

/** The model in the basis of the Lanczos process: T, and the gradient |g| e_1. */
class TridiagonalModel {
  private readonly shape: Envelope;
  private readonly matrix: Vector;
  private readonly gradient: Vector;
  private readonly rooms: readonly Vector[];

  constructor(limit: number, allocate: (length: number) => Vector) {
    this.shape = envelope(Int32Array.from({ length: limit }, (_, i) => Math.max(0, i - 1)));
    this.matrix = allocate(2 * limit);
    this.gradient = allocate(limit).fill(0);
    // the factor, and four vectors
    this.rooms = Array.from({ length: 5 }, () => allocate(2 * limit));
  }

  /** @param steps the part of the basis that is used */
  solve(
    { diagonal, offDiagonal }: LanczosProcess,
    steps: number,
    gradientNorm: number,
    allowed: StepLength,
  ): ExactStep {
    const { shape, matrix, gradient, rooms } = this;
    const last = steps - 1;
    if (last > 0) matrix[2 * last - 1] = offDiagonal[last - 1];
    matrix[2 * last] = diagonal[last];
    gradient[0] = gradientNorm;
    let used = 0;
    const scratch = (length = steps) => rooms[used++].subarray(0, length);
    const leading = { ...shape, size: steps };
    const entries = matrix.subarray(0, 2 * steps - 1);
    return regularizedStep(leading, entries, gradient.subarray(0, steps), allowed, tolerances, scratch);
  }
}
