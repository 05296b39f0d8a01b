import { hypotenuse } from "../dense/householder.ts";
import { copy, dot, move, norm, scale, type Vector } from "../vector.ts";
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
 * - `iterations`: the limit of iterations was reached
 * - `breakdown`: the Krylov space is exhausted without a solution in it: A is singular (to working precision)
 * - `invalid`: a product or the right-hand side holds NaN or infinity
 */
export type GmresStatus = "running" | "converged" | "iterations" | "breakdown" | "invalid";

export interface GmresOptions {
  /** Stop when the Euclidean norm of the residual is at most this times that of b; 1e-10 by default. */
  relativeTolerance?: number;
  /** Or at most this; 0 by default. */
  absoluteTolerance?: number;
  /** The limit of iterations; 10 n by default. */
  iterations?: number;
  /** Iterations between restarts: as many vectors are kept; min(n, 30) by default. */
  restart?: number;
  /**
   * A preconditioner, applied from the right (A M^-1 u = b, x = M^-1 u), so the residual is the true one; none by
   * default.
   */
  precondition?: Precondition;
  /** Where the memory comes from: restart + 5 vectors of length n, and the small triangle. */
  allocate?: Allocate;
}

/**
 * Restarted GMRES for A x = b with any square A, from x = 0: minimizes the norm of the residual over Krylov spaces of
 * up to `restart` dimensions.
 *
 * With restart = n it ends after at most n iterations in exact arithmetic; with less it may stagnate, which the limit
 * of iterations ends. A restart costs one product, for the true residual. Cost per iteration: one product and about 4 n
 * k operations at the k-th since the restart.
 *
 * @reference Y. Saad and M. H. Schultz, GMRES: a generalized minimal residual algorithm, 1986, 10.1137/0907058
 * @reference C. C. Paige, M. Rozloznik and Z. Strakos, Modified Gram-Schmidt, least squares, and backward stability of
 * MGS-GMRES, 2006, 10.1137/050630416
 */
export class GmresProcess implements KrylovProcess {
  /** The solution, as of the last restart or the end. */
  readonly solution: Vector;
  readonly direction: Vector;
  status: GmresStatus = "running";
  /** Iterations done; products for restarts are not counted. */
  iterations = 0;
  /** The Euclidean norm of the residual that the solution would have if the process ended now. */
  residualNorm: number;

  private readonly rightHandSide: Vector;
  private readonly threshold: number;
  private readonly limit: number;
  private readonly restart: number;
  private readonly precondition: Precondition | undefined;
  /** Orthonormal v_0, v_1, ...; `combination` and `preconditioned` serve to form the solution. */
  private readonly basis: Vector[] = [];
  private readonly combination: Vector;
  private readonly preconditioned: Vector;
  // the Hessenberg matrix, made triangular by rotations: restart x restart, column-major
  private readonly triangle: Vector;
  private readonly cosines: Vector;
  private readonly sines: Vector;
  /** The rotated right-hand side of the small least-squares problem, then its solution. */
  private readonly rest: Vector;
  /** Dimension of the Krylov space since the restart. */
  private dimension = 0;
  private wanted: "iteration" | "residual" = "iteration";

  constructor(b: Vector, options: GmresOptions = {}) {
    const n = b.length;
    const { relativeTolerance = 1e-10, absoluteTolerance = 0, iterations = 10 * n, precondition } = options;
    const { restart = Math.min(n, 30), allocate = allocateVector } = options;
    this.restart = Math.max(1, Math.min(n, Math.floor(restart)));
    this.limit = iterations;
    this.precondition = precondition;
    this.solution = allocate(n).fill(0);
    this.direction = allocate(n);
    this.rightHandSide = copy(b, allocate(n));
    this.combination = allocate(n);
    this.preconditioned = allocate(n);
    for (let k = 0; k <= this.restart; k++) this.basis.push(allocate(n));
    this.triangle = allocate(this.restart * this.restart);
    this.cosines = allocate(this.restart);
    this.sines = allocate(this.restart);
    this.rest = allocate(this.restart + 1);
    this.residualNorm = norm(b);
    this.threshold = Math.max(relativeTolerance * this.residualNorm, absoluteTolerance);
    copy(b, this.basis[0]);
    this.begin();
  }

  get done(): boolean {
    return this.status !== "running";
  }

  advance(product: Vector): void {
    if (this.done) return;
    if (this.wanted === "residual") {
      for (let i = 0; i < product.length; i++) this.basis[0][i] = this.rightHandSide[i] - product[i];
      this.residualNorm = norm(this.basis[0]);
      this.begin();
      return;
    }
    this.iterations += 1;
    const size = norm(product);
    if (!Number.isFinite(size)) {
      this.status = "invalid";
      return;
    }
    const k = this.dimension;
    const remainder = this.orthogonalize(product, size);
    if (!this.rotateColumn(k, remainder, size)) {
      this.status = "breakdown";
      this.formSolution();
      return;
    }
    this.dimension = k + 1;
    this.residualNorm = Math.abs(this.rest[k + 1]);
    if (this.residualNorm <= this.threshold) this.status = "converged";
    else if (this.iterations >= this.limit) this.status = "iterations";
    if (this.done) this.formSolution();
    else if (this.dimension === this.restart) this.askResidual();
    else this.askIteration();
  }

  /** Starts a Krylov space from the residual in `basis[0]`. */
  private begin(): void {
    this.dimension = 0;
    if (!Number.isFinite(this.residualNorm)) this.status = "invalid";
    else if (this.residualNorm <= this.threshold) this.status = "converged";
    else if (this.iterations >= this.limit) this.status = "iterations";
    if (this.done) return;
    scale(this.basis[0], 1 / this.residualNorm, this.basis[0]);
    this.rest[0] = this.residualNorm;
    this.askIteration();
  }

  private askIteration(): void {
    this.wanted = "iteration";
    const newest = this.basis[this.dimension];
    if (this.precondition === undefined) copy(newest, this.direction);
    else this.precondition(newest, this.direction);
  }

  private askResidual(): void {
    this.formSolution();
    this.wanted = "residual";
    copy(this.solution, this.direction);
  }

  /**
   * The next basis vector by modified Gram-Schmidt; column `dimension` of the triangle receives the coefficients.
   * Returns the norm of what is left, 0 when that is rounding error.
   */
  private orthogonalize(product: Vector, size: number): number {
    const k = this.dimension;
    const next = copy(product, this.basis[k + 1]);
    for (let i = 0; i <= k; i++) {
      const component = dot(this.basis[i], next);
      this.triangle[i + k * this.restart] = component;
      move(next, -component, this.basis[i], next);
    }
    const remainder = norm(next);
    if (remainder <= Number.EPSILON * size) return 0;
    scale(next, 1 / remainder, next);
    return remainder;
  }

  /** Applies the rotations so far to column k and makes the next one; false when the column depends on those before. */
  private rotateColumn(k: number, remainder: number, size: number): boolean {
    const { triangle, cosines, sines, rest } = this;
    const column = k * this.restart;
    for (let i = 0; i < k; i++) {
      const upper = triangle[column + i];
      const lower = triangle[column + i + 1];
      triangle[column + i] = cosines[i] * upper + sines[i] * lower;
      triangle[column + i + 1] = cosines[i] * lower - sines[i] * upper;
    }
    const corner = triangle[column + k];
    const diagonal = hypotenuse(corner, remainder);
    // rounding errors of k + 1 orthogonalizations, each a small multiple of eps
    if (diagonal <= 4 * (k + 2) * Number.EPSILON * size) return false;
    cosines[k] = corner / diagonal;
    sines[k] = remainder / diagonal;
    triangle[column + k] = diagonal;
    rest[k + 1] = -sines[k] * rest[k];
    rest[k] *= cosines[k];
    return true;
  }

  /** solution += M^-1 (sum of y_i v_i), with y from the triangle by back substitution, over `rest`. */
  private formSolution(): void {
    const { triangle, rest, basis, combination, restart, dimension } = this;
    combination.fill(0);
    for (let k = dimension - 1; k >= 0; k--) {
      rest[k] /= triangle[k + k * restart];
      for (let i = 0; i < k; i++) rest[i] -= triangle[i + k * restart] * rest[k];
      move(combination, rest[k], basis[k], combination);
    }
    this.precondition?.(combination, this.preconditioned);
    move(this.solution, 1, this.precondition === undefined ? combination : this.preconditioned, this.solution);
  }
}

/**
 * Solves A x = b for any square A by restarted GMRES from x = 0, writes x to `out` (which may be `b`) and returns the
 * process: `status`, `iterations`, `residualNorm`. To start from x0 instead, solve for the correction: the right-hand
 * side is b - A x0.
 */
export function gmres(apply: ApplyMatrix, b: Vector, out: Vector, options?: GmresOptions): GmresProcess {
  const process = new GmresProcess(b, options);
  drive(process, apply, (options?.allocate ?? allocateVector)(b.length));
  copy(process.solution, out);
  return process;
}
