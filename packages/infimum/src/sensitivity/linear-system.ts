import { InfimumError } from "../error.ts";
import { applyQ, pivotedQr, type QrFactors, qrFactors, qrLeastSquares } from "../numerics/dense/pivoted-qr.ts";
import { solveUpperTransposed } from "../numerics/dense/triangular.ts";
import { type ConjugateGradientOptions, conjugateGradient } from "../numerics/krylov/conjugate-gradient.ts";
import { gmres } from "../numerics/krylov/gmres.ts";
import { minres } from "../numerics/krylov/minres.ts";
import type { ApplyMatrix } from "../numerics/krylov/process.ts";
import { copy, norm, scale, subtract, type Vector } from "../numerics/vector.ts";
import type { Conditions } from "./conditions.ts";

export type LinearSolver = "direct" | "conjugate-gradient" | "minres" | "gmres" | "normal-equations";

export interface LinearOptions {
  readonly linearSolver: LinearSolver | "auto";
  /** The residual that is asked for, relative to the right-hand side. */
  readonly tolerance: number;
  /** The most products of an iterative solver; 10 times the size by default. */
  readonly iterations: number | undefined;
  /** Added to the diagonal of A, and subtracted where multipliers stand. */
  readonly ridge: number;
}

/** How the last linear systems of a derivative were solved, and how far it can be believed. */
export interface LinearSolve {
  readonly solver: LinearSolver;
  /** True when every residual is within the tolerance. */
  readonly converged: boolean;
  /** The largest residual, relative to the right-hand side: |A y - b| / |b|. */
  readonly residual: number;
  /** How many products with the matrix or its transpose all took. */
  readonly products: number;
  /** Of the matrix with columns of length 1, from a pivoted QR factorization; undefined where it was not factorized. */
  readonly condition: number | undefined;
  /** The norm of the conditions at the solution: the error of the derivative is proportional to that of the solution. */
  readonly optimality: number;
}

/** Up to this size a dense matrix is made of as many products, and factorized: only that shows whether it is singular. */
const directSize = 100;

/** The linear systems A y = b and A' y = b of conditions at the point that is set. */
export class LinearSystem {
  readonly #conditions: Conditions;
  readonly #options: LinearOptions;
  /** The number of unknowns before the multipliers. */
  readonly #n: number;
  readonly #optimality: number;
  /** Of the matrix with columns of length 1. */
  #factors: QrFactors | undefined;
  /** What its columns were multiplied by, so that units of the unknowns do not look like a rank. */
  #scales: Vector = new Float64Array(0);
  #solver: LinearSolver;
  #products = 0;
  #residual = 0;

  constructor(conditions: Conditions, n: number, optimality: number, options: LinearOptions) {
    this.#conditions = conditions;
    this.#options = options;
    this.#n = n;
    this.#optimality = optimality;
    const { linearSolver } = options;
    this.#solver = linearSolver === "auto" ? chosenFor(conditions) : linearSolver;
  }

  get info(): LinearSolve {
    return {
      solver: this.#solver,
      // what is asked for by a recurrence may be missed a little by the residual itself
      converged: this.#residual <= 10 * this.#options.tolerance,
      residual: this.#residual,
      products: this.#products,
      condition: this.#factors && conditionOf(this.#factors),
      optimality: this.#optimality,
    };
  }

  /** y := A^-1 b, or the transpose of that. @throws InfimumError `singular-system`, `not-finite` */
  solve(b: Vector, out: Vector, transposed = false): void {
    const apply: ApplyMatrix = transposed ? this.#across : this.#along;
    const solver = this.#solver;
    if (solver === "direct") this.#solveDirectly(b, out, transposed);
    else if (solver === "conjugate-gradient") this.#solveDefinite(apply, b, out);
    else if (solver === "minres") this.#solveSymmetric(apply, b, out);
    else if (solver === "gmres") this.#solveGeneral(apply, b, out, transposed);
    else this.#solveNormal(apply, b, out, transposed);
    const size = norm(b);
    if (size === 0) return;
    const residual = new Float64Array(b.length);
    apply(out, residual);
    this.#residual = Math.max(this.#residual, norm(subtract(residual, b, residual)) / size);
  }

  readonly #along: ApplyMatrix = (v, out) => {
    this.#conditions.along(v, out);
    this.#addRidge(v, out);
  };

  readonly #across: ApplyMatrix = (w, out) => {
    this.#conditions.across(w, out);
    this.#addRidge(w, out);
  };

  #addRidge(v: Vector, out: Vector): void {
    this.#products++;
    const { ridge } = this.#options;
    if (ridge === 0) return;
    for (let i = 0; i < out.length; i++) out[i] += i < this.#n ? ridge * v[i] : -ridge * v[i];
  }

  get #krylov(): ConjugateGradientOptions {
    return {
      relativeTolerance: this.#options.tolerance,
      iterations: this.#options.iterations ?? 10 * this.#conditions.size,
    };
  }

  #solveDirectly(b: Vector, out: Vector, transposed: boolean): void {
    this.#factors ??= this.#factorize();
    const scales = this.#scales;
    if (transposed) {
      solveTransposed(
        this.#factors,
        b.map((entry, j) => entry * scales[j]),
        out,
      );
      return;
    }
    qrLeastSquares(this.#factors, b, out);
    for (let j = 0; j < out.length; j++) out[j] *= scales[j];
  }

  #factorize(): QrFactors {
    const { size } = this.#conditions;
    const factors = qrFactors(size, size);
    const unit = new Float64Array(size);
    this.#scales = new Float64Array(size);
    for (let j = 0; j < size; j++) {
      unit[j] = 1;
      const column = factors.factor.subarray(j * size, (j + 1) * size);
      this.#along(unit, column);
      unit[j] = 0;
      const length = norm(column);
      if (!Number.isFinite(length)) throw notFinite();
      if (length > 0) scale(column, 1 / length, column);
      this.#scales[j] = length > 0 ? 1 / length : 1;
    }
    const rank = pivotedQr(factors.factor, factors);
    if (rank < size) throw singular(`its rank is ${rank} of ${size}`);
    return factors;
  }

  #solveDefinite(apply: ApplyMatrix, b: Vector, out: Vector): void {
    const { status, curvature } = conjugateGradient(apply, b, out, this.#krylov);
    if (status === "invalid") throw notFinite();
    if (status !== "negative-curvature") return;
    if (this.#options.linearSolver !== "auto") {
      throw singular(`it is not positive definite (curvature ${curvature}), which conjugate gradients need`);
    }
    // a saddle has a derivative too
    this.#solver = "minres";
    this.#solveSymmetric(apply, b, out);
  }

  #solveSymmetric(apply: ApplyMatrix, b: Vector, out: Vector): void {
    const { status, residualNorm } = minres(apply, b, out, this.#krylov);
    if (status === "invalid") throw notFinite();
    if (status === "least-squares") throw singular(`the best residual is ${residualNorm / norm(b)}`);
  }

  #solveGeneral(apply: ApplyMatrix, b: Vector, out: Vector, transposed: boolean): void {
    const { status, residualNorm } = gmres(apply, b, out, this.#krylov);
    if (status === "invalid") throw notFinite();
    if (status === "breakdown") throw singular(`the best residual is ${residualNorm / norm(b)}`);
    if (status === "converged" || this.#options.linearSolver !== "auto") return;
    // restarts stagnated
    this.#solver = "normal-equations";
    this.#solveNormal(apply, b, out, transposed);
  }

  /** A' A y = A' b, or with A and A' exchanged. */
  #solveNormal(apply: ApplyMatrix, b: Vector, out: Vector, transposed: boolean): void {
    const applyTransposed = transposed ? this.#along : this.#across;
    const between = new Float64Array(b.length);
    const right = new Float64Array(b.length);
    applyTransposed(b, right);
    const square: ApplyMatrix = (v, product) => {
      apply(v, between);
      applyTransposed(between, product);
    };
    const { status } = conjugateGradient(square, right, out, this.#krylov);
    if (status === "invalid") throw notFinite();
    if (status === "negative-curvature" || (status === "converged" && norm(right) === 0 && norm(b) > 0)) {
      throw singular("a product with it vanishes");
    }
  }
}

function chosenFor({ size, symmetric, definite }: Conditions): LinearSolver {
  if (size <= directSize) return "direct";
  if (definite) return "conjugate-gradient";
  return symmetric ? "minres" : "gmres";
}

/** A(:, p) = Q R, so A' y = b has R' (Q' y) = b(p). */
function solveTransposed(factors: QrFactors, b: Vector, out: Vector): void {
  const { columns, factor, permutation, work, norms } = factors;
  for (let j = 0; j < columns; j++) work[j] = b[permutation[j]];
  solveUpperTransposed(factor, columns, work, norms, columns);
  copy(norms, out);
  applyQ(factors, out);
}

function conditionOf({ factor, columns }: QrFactors): number {
  return Math.abs(factor[0] / factor[columns * columns - 1]);
}

function singular(why: string): InfimumError {
  return new InfimumError(
    "singular-system",
    `the solution has no unique derivative, since the matrix of its conditions is singular: ${why}; mend the conditions so that the solution is isolated, or give a ridge.`,
  );
}

function notFinite(): InfimumError {
  return new InfimumError(
    "not-finite",
    "a derivative of the conditions at the solution is NaN or infinite: give conditions that are differentiable there.",
  );
}
