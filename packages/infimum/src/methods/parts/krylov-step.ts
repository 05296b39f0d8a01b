import { LanczosProcess } from "../../numerics/krylov/lanczos-process.ts";
import { type Envelope, envelope } from "../../numerics/sparse/envelope.ts";
import { move, norm, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { type ExactStep, regularizedStep, type StepLength, steepestWithin } from "./regularized-step.ts";

/** The error of the length, and of the model in the hard case, relatively. */
const tolerance = 0.01;

/** Vectors of the basis that are kept: with more, their orthogonalization costs more than most products. */
const mostProducts = 100;

/**
 * Approximately minimizes the model g'p + p'Hp/2 over |p| <= radius, or with a cubic term, over the Krylov space of g, H g, H^2 g, ...,
 * where H is tridiagonal and the problem is solved exactly after each product: GLTR, the generalized Lanczos trust-region
 * method. Unlike truncated conjugate gradients it goes on along the boundary of the region, and past negative curvature. Done
 * when the residual of (H + t I) p = -g is at most `accuracy`(|p|) |g|. `predictedReduction` is that of the quadratic model.
 *
 * After a product that is not finite the step is that of the space before it; of none, the steepest descent with the linear
 * model. Cost: one Hessian-vector question a dimension, at most min(n, 100), and 8 n k operations for the k-th.
 *
 * @param allowed |p| <= `radius`, or the cubic term that `growth` stands for: see `StepLength`
 * @reference N. I. M. Gould, S. Lucidi, M. Roma, Ph. L. Toint, 1999, Solving the trust-region subproblem using the Lanczos method,
 * 10.1137/S1052623497322735
 * @reference C. Cartis, N. I. M. Gould, Ph. L. Toint, 2011, Adaptive cubic regularisation methods for unconstrained optimization,
 * part I, section 6.2, 10.1007/s10107-009-0286-5
 */
export function* krylovStep(
  problem: View<"hessianVector">,
  x: Vector,
  gradient: Vector,
  allowed: StepLength,
  accuracy: (length: number) => number,
): Coroutine<ExactStep> {
  const product = problem.scratch();
  const limit = Math.min(x.length, mostProducts);
  const tridiagonal = new TridiagonalModel(limit, problem.scratch);
  const lanczos = new LanczosProcess(gradient, { steps: limit, allocate: problem.scratch });
  const gradientNorm = norm(gradient);
  let inner: ExactStep | undefined;
  while (!lanczos.done) {
    yield* problem.hessianVector(x, lanczos.direction, product);
    lanczos.advance(product);
    if (lanczos.status === "invalid") break;
    const k = lanczos.steps;
    inner = tridiagonal.solve(lanczos, gradientNorm, allowed);
    const residual = lanczos.offDiagonal[k - 1] * Math.abs(inner.step[k - 1]);
    if (residual <= accuracy(inner.length) * gradientNorm) break;
  }
  const step = problem.scratch().fill(0);
  if (inner === undefined || !(inner.multiplier < Infinity)) return steepestWithin(gradient, allowed, step);
  for (let k = 0; k < inner.step.length; k++) move(step, inner.step[k], lanczos.basis[k], step);
  return { ...inner, step, length: norm(step) };
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

  solve({ diagonal, offDiagonal, steps }: LanczosProcess, gradientNorm: number, allowed: StepLength): ExactStep {
    const { shape, matrix, gradient, rooms } = this;
    const last = steps - 1;
    if (last > 0) matrix[2 * last - 1] = offDiagonal[last - 1];
    matrix[2 * last] = diagonal[last];
    gradient[0] = gradientNorm;
    let used = 0;
    const scratch = (length = steps) => rooms[used++].subarray(0, length);
    const leading = { ...shape, size: steps };
    const entries = matrix.subarray(0, 2 * steps - 1);
    return regularizedStep(leading, entries, gradient.subarray(0, steps), allowed, tolerance, scratch);
  }
}
