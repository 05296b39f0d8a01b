import { hypotenuse } from "../dense/householder.ts";
import { copy, dot, norm, scale, type Vector } from "../vector.ts";
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
 * - `least-squares`: A is singular and b outside its range; the solution minimizes the norm of the residual, to the
 *   tolerance
 * - `iterations`: the limit of iterations was reached
 * - `indefinite-preconditioner`: r^T M^-1 r is not positive for some r
 * - `invalid`: a product or the right-hand side holds NaN or infinity
 */
export type MinresStatus =
  | "running"
  | "converged"
  | "least-squares"
  | "iterations"
  | "indefinite-preconditioner"
  | "invalid";

export interface MinresOptions {
  /**
   * Stop when the norm of the residual is at most this times that of b; 1e-10 by default. Norms are those of M^-1 with
   * a preconditioner.
   */
  relativeTolerance?: number;
  /** Or at most this; 0 by default. */
  absoluteTolerance?: number;
  /** The limit of iterations, one product each; 10 n by default. */
  iterations?: number;
  /** A symmetric positive definite preconditioner; none by default. */
  precondition?: Precondition;
  /** Where the memory comes from: six vectors, one more with a preconditioner. */
  allocate?: Allocate;
}

/**
 * MINRES for A x = b with a symmetric, possibly indefinite or singular A, from x = 0: each step minimizes the norm of
 * the residual over one more dimension of the Krylov space, which a QR factorization of the Lanczos matrix does by
 * short recurrences.
 *
 * Cost per iteration: one product and 16 n operations.
 *
 * @reference C. C. Paige and M. A. Saunders, Solution of sparse indefinite systems of linear equations, 1975,
 * 10.1137/0712047
 */
export class MinresProcess implements KrylovProcess {
  /** The solution so far. */
  readonly solution: Vector;
  readonly direction: Vector;
  status: MinresStatus = "running";
  /** Products taken in. */
  iterations = 0;
  /** The norm of b - A x (in the norm of M^-1), from the recurrence. */
  residualNorm: number;
  /** The norm of A r (in the norm of M^-1) for the residual r before the last step: 0 at a least-squares solution. */
  normalResidualNorm = Infinity;
  /** v^T A v of the last (normalized) direction multiplied. */
  curvature = 0;

  private readonly threshold: number;
  private readonly singularTolerance: number;
  private readonly limit: number;
  private readonly precondition: Precondition | undefined;
  // the Lanczos process: residuals r with v = M^-1 r / beta, beta = sqrt(r^T M^-1 r)
  private previousLanczos: Vector;
  private lanczos: Vector;
  private readonly preconditioned: Vector | undefined;
  private beta: number;
  private previousBeta = 0;
  /** The sum of the squares of the entries of the Lanczos matrix: about the square of the Frobenius norm of A. */
  private squares = 0;
  // the two last rotations of the QR factorization, and the two last vectors w of W R = V
  private cosine = 1;
  private sine = 0;
  private previousCosine = 1;
  private previousSine = 0;
  private searched: Vector;
  private previousSearched: Vector;
  /** The last entry of the rotated right-hand side: the residual's norm with a sign. */
  private rest: number;

  constructor(b: Vector, options: MinresOptions = {}) {
    const n = b.length;
    const { relativeTolerance = 1e-10, absoluteTolerance = 0, iterations = 10 * n } = options;
    const { precondition, allocate = allocateVector } = options;
    this.solution = allocate(n).fill(0);
    this.direction = allocate(n);
    this.previousLanczos = allocate(n).fill(0);
    this.lanczos = copy(b, allocate(n));
    this.searched = allocate(n).fill(0);
    this.previousSearched = allocate(n).fill(0);
    this.precondition = precondition;
    this.preconditioned = precondition === undefined ? undefined : allocate(n);
    this.beta = this.nextBeta();
    this.rest = this.beta;
    this.residualNorm = Math.abs(this.beta);
    this.threshold = Math.max(relativeTolerance * this.residualNorm, absoluteTolerance);
    this.singularTolerance = Math.max(10 * Number.EPSILON, Math.min(relativeTolerance, 1e-8));
    this.limit = iterations;
    this.decide();
    if (!this.done) this.normalize();
  }

  get done(): boolean {
    return this.status !== "running";
  }

  advance(product: Vector): void {
    if (this.done) return;
    this.iterations += 1;
    const beta = this.beta;
    this.lanczosStep(product);
    if (this.status === "invalid" || this.status === "indefinite-preconditioner") return;
    const nextBeta = this.beta;
    // the new column (beta, alpha, nextBeta) of the Lanczos matrix, under the two rotations before it
    const above = this.previousSine * beta;
    const turned = this.previousCosine * beta;
    const beside = this.cosine * turned + this.sine * this.curvature;
    const corner = this.cosine * this.curvature - this.sine * turned;
    this.squares += beta * beta * (this.iterations > 1 ? 1 : 0) + this.curvature ** 2 + nextBeta * nextBeta;
    const slope = hypotenuse(corner, this.cosine * nextBeta);
    this.normalResidualNorm = slope * this.residualNorm;
    if (slope <= this.singularTolerance * Math.sqrt(this.squares)) {
      this.status = "least-squares";
      return;
    }
    const diagonal = hypotenuse(corner, nextBeta);
    this.previousCosine = this.cosine;
    this.previousSine = this.sine;
    this.cosine = corner / diagonal;
    this.sine = nextBeta / diagonal;
    this.moveSolution(this.cosine * this.rest, above, beside, diagonal);
    this.rest *= -this.sine;
    this.residualNorm = Math.abs(this.rest);
    this.decide();
    if (!this.done) this.normalize();
  }

  /** r_next = A v - alpha r / beta - beta r_previous / beta_previous, over r_previous. */
  private lanczosStep(product: Vector): void {
    const { direction, lanczos, previousLanczos, beta } = this;
    const back = this.previousBeta === 0 ? 0 : beta / this.previousBeta;
    for (let i = 0; i < product.length; i++) previousLanczos[i] = product[i] - back * previousLanczos[i];
    this.curvature = dot(direction, previousLanczos);
    const share = this.curvature / beta;
    for (let i = 0; i < product.length; i++) previousLanczos[i] -= share * lanczos[i];
    this.lanczos = previousLanczos;
    this.previousLanczos = lanczos;
    this.previousBeta = beta;
    this.beta = this.nextBeta();
  }

  /** sqrt(r^T M^-1 r) of the newest Lanczos vector. */
  private nextBeta(): number {
    const { lanczos, preconditioned } = this;
    if (preconditioned === undefined) {
      const beta = norm(lanczos);
      if (!Number.isFinite(beta)) this.status = "invalid";
      return beta;
    }
    this.precondition?.(lanczos, preconditioned);
    const square = dot(lanczos, preconditioned);
    if (!Number.isFinite(square)) this.status = "invalid";
    else if (square < 0) this.status = "indefinite-preconditioner";
    return Math.sqrt(square);
  }

  private normalize(): void {
    scale(this.preconditioned ?? this.lanczos, 1 / this.beta, this.direction);
  }

  private moveSolution(step: number, above: number, beside: number, diagonal: number): void {
    const { solution, direction, searched, previousSearched } = this;
    for (let i = 0; i < solution.length; i++) {
      const next = (direction[i] - above * previousSearched[i] - beside * searched[i]) / diagonal;
      previousSearched[i] = next;
      solution[i] += step * next;
    }
    this.searched = previousSearched;
    this.previousSearched = searched;
  }

  private decide(): void {
    if (this.done) return;
    if (!Number.isFinite(this.residualNorm)) this.status = "invalid";
    else if (this.residualNorm <= this.threshold) this.status = "converged";
    else if (this.iterations >= this.limit) this.status = "iterations";
  }
}

/**
 * Solves A x = b for a symmetric A by MINRES from x = 0, writes x to `out` (which may be `b`) and returns the process:
 * `status`, `iterations`, `residualNorm`. To start from x0 instead, solve for the correction: the right-hand side is b
 * - A x0.
 */
export function minres(apply: ApplyMatrix, b: Vector, out: Vector, options?: MinresOptions): MinresProcess {
  const process = new MinresProcess(b, options);
  drive(process, apply, (options?.allocate ?? allocateVector)(b.length));
  copy(process.solution, out);
  return process;
}
