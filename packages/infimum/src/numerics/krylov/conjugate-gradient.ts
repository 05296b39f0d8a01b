import { copy, dot, move, norm, type Vector } from "../vector.ts";
import {
  type Allocate,
  type ApplyMatrix,
  allocateVector,
  drive,
  type KrylovProcess,
  type Precondition,
} from "./process.ts";

/**
 * - `converged`: the residual is within the tolerance
 * - `negative-curvature`: `direction` is a d with d^T A d <= 0 (`curvature`): A is not positive definite
 * - `boundary`: the solution has reached the radius
 * - `iterations`: the limit of iterations was reached
 * - `indefinite-preconditioner`: r^T M^-1 r is not positive for a residual r
 * - `invalid`: a product or the right-hand side holds NaN or infinity
 */
export type ConjugateGradientStatus =
  | "running"
  | "converged"
  | "negative-curvature"
  | "boundary"
  | "iterations"
  | "indefinite-preconditioner"
  | "invalid";

export interface ConjugateGradientOptions {
  /** Stop when the Euclidean norm of the residual is at most this times that of b; 1e-10 by default. */
  relativeTolerance?: number;
  /** Or at most this; 0 by default. */
  absoluteTolerance?: number;
  /** The limit of iterations, one product each; 10 n by default. */
  iterations?: number;
  /**
   * Stop where the solution leaves the ball of this radius (in the norm of the preconditioner); infinite by default.
   */
  radius?: number;
  /** A symmetric positive definite preconditioner; none by default. */
  precondition?: Precondition;
  /** Where the memory comes from: three vectors, one more with a preconditioner. */
  allocate?: Allocate;
}

/**
 * Conjugate gradients for A x = b with a symmetric positive definite A, from x = 0; with `radius`, Steihaug's method
 * for the trust-region problem: minimize x^T A x / 2 - b^T x within the ball, for any symmetric A.
 *
 * In exact arithmetic done after at most as many products as A has distinct eigenvalues. Negative curvature ends the
 * iteration: without a radius the solution stays where it is; with one it moves along `direction` to the boundary. Cost
 * per iteration: one product and 10 n operations.
 *
 * @reference M. R. Hestenes and E. Stiefel, Methods of conjugate gradients for solving linear systems, 1952,
 * 10.6028/jres.049.044
 * @reference T. Steihaug, The conjugate gradient method and trust regions in large scale optimization, 1983,
 * 10.1137/0720042
 */
export class ConjugateGradientProcess implements KrylovProcess {
  /** The solution so far. */
  readonly solution: Vector;
  /** b - A x, as updated from step to step. */
  readonly residual: Vector;
  readonly direction: Vector;
  status: ConjugateGradientStatus = "running";
  /** Products taken in. */
  iterations = 0;
  /** The Euclidean norm of `residual`. */
  residualNorm: number;
  /** d^T A d for the last direction multiplied. */
  curvature = 0;
  /** The quadratic x^T A x / 2 - b^T x at the solution; it falls with every step. */
  modelValue = 0;

  private readonly threshold: number;
  private readonly limit: number;
  private readonly radius: number;
  private readonly precondition: Precondition | undefined;
  /** M^-1 r; the residual itself without a preconditioner. */
  private readonly preconditioned: Vector;
  /** r^T M^-1 r. */
  private energy: number;
  // x^T M x, x^T M d and d^T M d, by recurrences that need no product with M
  private solutionSquare = 0;
  private overlap = 0;
  private directionSquare: number;

  constructor(b: Vector, options: ConjugateGradientOptions = {}) {
    const n = b.length;
    const { relativeTolerance = 1e-10, absoluteTolerance = 0, iterations = 10 * n, radius = Infinity } = options;
    const { precondition, allocate = allocateVector } = options;
    this.solution = allocate(n).fill(0);
    this.residual = copy(b, allocate(n));
    this.direction = allocate(n);
    this.precondition = precondition;
    this.preconditioned = precondition === undefined ? this.residual : allocate(n);
    this.residualNorm = norm(b);
    this.threshold = Math.max(relativeTolerance * this.residualNorm, absoluteTolerance);
    this.limit = iterations;
    this.radius = radius;
    precondition?.(this.residual, this.preconditioned);
    copy(this.preconditioned, this.direction);
    this.energy = dot(this.residual, this.preconditioned);
    this.directionSquare = this.energy;
    this.decide();
  }

  get done(): boolean {
    return this.status !== "running";
  }

  advance(product: Vector): void {
    if (this.done) return;
    const { residual, direction, energy } = this;
    this.iterations += 1;
    this.curvature = dot(direction, product);
    if (!Number.isFinite(this.curvature)) {
      this.status = "invalid";
      return;
    }
    if (this.curvature <= 0) {
      this.status = "negative-curvature";
      if (this.radius < Infinity) this.moveToBoundary(product);
      return;
    }
    const step = energy / this.curvature;
    const nextSquare = this.solutionSquare + step * (2 * this.overlap + step * this.directionSquare);
    if (nextSquare >= this.radius * this.radius) {
      this.status = "boundary";
      this.moveToBoundary(product);
      return;
    }
    this.take(step, product);
    this.precondition?.(residual, this.preconditioned);
    this.energy = dot(residual, this.preconditioned);
    this.decide();
    if (this.done) return;
    const ratio = this.energy / energy;
    move(this.preconditioned, ratio, direction, direction);
    this.solutionSquare = nextSquare;
    this.overlap = ratio * (this.overlap + step * this.directionSquare);
    this.directionSquare = this.energy + ratio * ratio * this.directionSquare;
  }

  private take(step: number, product: Vector): void {
    move(this.solution, step, this.direction, this.solution);
    move(this.residual, -step, product, this.residual);
    this.residualNorm = norm(this.residual);
    this.modelValue += step * ((step * this.curvature) / 2 - this.energy);
  }

  /** The larger root t of |x + t d|^2 = radius^2, by the formula without cancellation. */
  private moveToBoundary(product: Vector): void {
    const { overlap, directionSquare } = this;
    const room = Math.max(0, this.radius * this.radius - this.solutionSquare);
    const root = Math.sqrt(overlap * overlap + directionSquare * room);
    this.take(overlap > 0 ? room / (overlap + root) : (root - overlap) / directionSquare, product);
  }

  private decide(): void {
    if (!Number.isFinite(this.residualNorm) || !Number.isFinite(this.energy)) this.status = "invalid";
    else if (this.residualNorm <= this.threshold) this.status = "converged";
    // without a preconditioner only an underflow leaves no energy in a residual
    else if (this.energy <= 0)
      this.status = this.precondition === undefined ? "converged" : "indefinite-preconditioner";
    else if (this.iterations >= this.limit) this.status = "iterations";
  }
}

/**
 * Solves A x = b for a symmetric positive definite A by conjugate gradients from x = 0, writes x to `out` (which may be
 * `b`) and returns the process: `status`, `iterations`, `residualNorm`, and the direction of negative curvature if it
 * met one.
 *
 * To start from x0 instead, solve for the correction: the right-hand side is b - A x0.
 */
export function conjugateGradient(
  apply: ApplyMatrix,
  b: Vector,
  out: Vector,
  options?: ConjugateGradientOptions,
): ConjugateGradientProcess {
  const process = new ConjugateGradientProcess(b, options);
  drive(process, apply, (options?.allocate ?? allocateVector)(b.length));
  copy(process.solution, out);
  return process;
}
