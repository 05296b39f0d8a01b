import { tridiagonalEigen } from "../dense/tridiagonal-eigen.ts";
import { copy, dot, move, norm, scale, type Vector } from "../vector.ts";
import { type Allocate, allocateVector, type KrylovProcess } from "./process.ts";

/**
 * - `steps`: the limit of steps was reached
 * - `invariant`: the Krylov space maps to itself: its Ritz values are eigenvalues of A, to working precision. They are
 *   all of A's, but for multiplicity, unless the start has no component along some eigenvector
 * - `invalid`: a product or the start holds NaN or infinity, or the start is zero
 */
export type LanczosStatus = "running" | "steps" | "invariant" | "invalid";

export interface LanczosProcessOptions {
  /** The limit of steps, one product each; min(n, 100) by default. */
  steps?: number;
  /**
   * `full` (the default) keeps the basis orthonormal to working precision, for 8 n k operations at step k; `none` lets
   * it drift: extreme Ritz values are still right, but converged ones appear again and again.
   */
  reorthogonalize?: "full" | "none";
  /** Where the memory comes from: steps + 1 vectors of length n and five of length `steps`. */
  allocate?: Allocate;
}

/**
 * The Lanczos process for a symmetric A: an orthonormal basis of the space of v, A v, A^2 v, ... in which A is the
 * tridiagonal matrix T. The eigenvalues of T (Ritz values) approach those of A, the extreme ones first.
 *
 * @reference C. Lanczos, An iteration method for the solution of the eigenvalue problem of linear differential and
 * integral operators, 1950, 10.6028/jres.045.026
 * @reference B. N. Parlett, The Symmetric Eigenvalue Problem, 1998, chapter 13, 10.1137/1.9781611971163
 */
export class LanczosProcess implements KrylovProcess {
  status: LanczosStatus = "running";
  /** Products taken in: the order of T. */
  steps = 0;
  /** T's diagonal and off-diagonal (entry k joins k and k + 1); the first `steps` entries count. */
  readonly diagonal: Vector;
  readonly offDiagonal: Vector;
  /** Orthonormal vectors, of which the first `steps` count. */
  readonly basis: Vector[] = [];
  /** After `computeRitzValues`: the eigenvalues of T, ascending; the first `steps` entries count. */
  readonly ritzValues: Vector;
  /** After `computeRitzValues`: for each Ritz value, A has an eigenvalue at most this far away. */
  readonly bounds: Vector;
  private readonly limit: number;
  private readonly reorthogonalize: "full" | "none";
  private readonly scratch: Vector;
  private largestProduct = 0;

  /**
   * @param start any vector but zero, not changed; a random one has a component along every eigenvector with
   * probability one
   */
  constructor(start: Vector, options: LanczosProcessOptions = {}) {
    const n = start.length;
    const { steps = Math.min(n, 100), reorthogonalize = "full", allocate = allocateVector } = options;
    this.limit = reorthogonalize === "full" ? Math.min(n, steps) : steps;
    this.reorthogonalize = reorthogonalize;
    this.diagonal = allocate(this.limit);
    this.offDiagonal = allocate(this.limit);
    this.ritzValues = allocate(this.limit);
    this.bounds = allocate(this.limit);
    this.scratch = allocate(this.limit);
    for (let k = 0; k <= this.limit; k++) this.basis.push(allocate(n));
    const size = norm(start);
    if (!(size > 0 && size < Infinity)) this.status = "invalid";
    else if (this.limit === 0) this.status = "steps";
    else scale(start, 1 / size, this.basis[0]);
  }

  get direction(): Vector {
    return this.basis[this.steps];
  }

  get done(): boolean {
    return this.status !== "running";
  }

  advance(product: Vector): void {
    if (this.done) return;
    const k = this.steps;
    const newest = this.basis[k];
    const next = copy(product, this.basis[k + 1]);
    if (k > 0) move(next, -this.offDiagonal[k - 1], this.basis[k - 1], next);
    this.diagonal[k] = dot(newest, next);
    move(next, -this.diagonal[k], newest, next);
    // once is not enough when little is left of the product; twice is
    if (this.reorthogonalize === "full") for (let pass = 0; pass < 2; pass++) this.removeBasis(next, k);
    const size = norm(next);
    this.offDiagonal[k] = size;
    this.steps = k + 1;
    if (!Number.isFinite(size)) this.status = "invalid";
    else if (size <= this.roundingError(product)) {
      this.offDiagonal[k] = 0;
      this.status = "invariant";
    } else {
      scale(next, 1 / size, next);
      if (this.steps === this.limit) this.status = "steps";
    }
  }

  /** Fills `ritzValues` and `bounds` from the steps so far; no allocation. Cost: about 30 steps^2 operations. */
  computeRitzValues(): void {
    const { steps, ritzValues, bounds, scratch } = this;
    for (let k = 0; k < steps; k++) {
      ritzValues[k] = this.diagonal[k];
      scratch[k] = this.offDiagonal[k];
      bounds[k] = k === steps - 1 ? 1 : 0;
    }
    // the last row of T's eigenvectors, times the last off-diagonal entry, are the residuals of the Ritz pairs
    if (!tridiagonalEigen(ritzValues, scratch, steps, bounds, 1)) ritzValues.fill(NaN);
    const last = steps === 0 ? 0 : this.offDiagonal[steps - 1];
    for (let k = 0; k < steps; k++) bounds[k] = Math.abs(last * bounds[k]);
  }

  /**
   * Writes the Ritz vector of the `index`-th Ritz value (counted from the smallest), of norm 1, to `out`.
   * Allocates the eigenvectors of T. Cost: 9 steps^3 + 2 n steps operations.
   */
  ritzVector(index: number, out: Vector): Vector {
    const { steps, basis } = this;
    const vectors = new Float64Array(steps * steps);
    for (let k = 0; k < steps; k++) vectors[k + k * steps] = 1;
    const values = this.diagonal.slice(0, steps);
    const between = this.offDiagonal.slice(0, steps);
    tridiagonalEigen(values, between, steps, vectors, steps);
    out.fill(0);
    for (let k = 0; k < steps; k++) move(out, vectors[k + index * steps], basis[k], out);
    // 1 already when the basis is orthonormal
    return scale(out, 1 / norm(out), out);
  }

  private removeBasis(v: Vector, last: number): void {
    for (let j = 0; j <= last; j++) move(v, -dot(this.basis[j], v), this.basis[j], v);
  }

  /**
   * What may be left of the product by rounding alone, against the largest product so far, an estimate of the norm of
   * A.
   */
  private roundingError(product: Vector): number {
    this.largestProduct = Math.max(this.largestProduct, norm(product));
    return product.length * Number.EPSILON * this.largestProduct;
  }
}
