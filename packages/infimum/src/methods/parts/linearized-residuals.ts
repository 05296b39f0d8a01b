import { normOfRange } from "../../numerics/dense/householder.ts";
import { applyQTransposed, pivotedQr, type QrFactors } from "../../numerics/dense/pivoted-qr.ts";
import { solveUpper } from "../../numerics/dense/triangular.ts";
import { dot, norm, type Vector } from "../../numerics/vector.ts";
import { dampedLeastSquares } from "./damped-least-squares.ts";

/** Residuals at a point and their derivatives, corrected for a robust loss where there is one. */
export interface ResidualPoint {
  readonly x: Vector;
  /** Half the sum of squares, or of losses. */
  readonly value: number;
  /** Length m. */
  readonly residuals: Vector;
  /** m x n, column-major. */
  readonly jacobian: Vector;
  /** The length (n) in which steps of each variable are measured: J D^-1 has columns of about the length 1. */
  readonly scale: Vector;
}

/** A relative change of the sum of squares by less may be nothing but the rounding of its terms; see `roundingLevel`. */
const roundingOfSum = 64 * Number.EPSILON;

/** Each residual is good to about this many units in the last place of the terms it is a sum of. */
const roundingOfTerms = 16 * Number.EPSILON;

/**
 * The model |r + J p|^2 / 2 of the sum of squares along the variables that are free, by a pivoted QR factorization of J D^-1.
 * Cost: 2 m k^2 operations for k free variables; vectors come from `scratch`.
 */
export class LinearizedResiduals {
  readonly free: readonly number[];
  readonly rank: number;
  readonly #point: ResidualPoint;
  readonly #factors: QrFactors;
  /** The first k numbers of -Q'r. */
  readonly #right: Vector;
  readonly #work: Vector;
  readonly #solution: Vector;
  readonly #change: Vector;

  constructor(point: ResidualPoint, free: readonly number[], scratch: (length: number) => Vector) {
    const { residuals, jacobian, scale } = point;
    const m = residuals.length;
    const k = free.length;
    // rows of 0 below where there are fewer residuals than variables
    const rows = Math.max(m, k);
    const factor = scratch(rows * k);
    free.forEach((j, column) => {
      for (let i = 0; i < rows; i++) factor[i + column * rows] = i < m ? jacobian[i + j * m] / scale[j] : 0;
    });
    const right = scratch(rows);
    for (let i = 0; i < rows; i++) right[i] = i < m ? -residuals[i] : 0;
    this.#factors = {
      rows,
      columns: k,
      factor,
      reflections: scratch(k),
      permutation: new Int32Array(k),
      rank: 0,
      norms: scratch(k),
      freshNorms: scratch(k),
      work: scratch(rows),
    };
    this.rank = pivotedQr(factor, this.#factors);
    applyQTransposed(this.#factors, right);
    this.free = free;
    this.#point = point;
    this.#right = right;
    this.#work = scratch(k * k + k);
    this.#solution = scratch(k);
    this.#change = scratch(m);
  }

  /** The length of the part of r that small steps can remove, |Q_1'r|: 0 at a stationary point, whatever the units of x. */
  get removable(): number {
    let squares = 0;
    for (let k = 0; k < this.rank; k++) squares += this.#right[k] ** 2;
    return Math.sqrt(squares);
  }

  /** By how much the model falls at most. */
  get largestReduction(): number {
    return this.removable ** 2 / 2;
  }

  /** The size of the rounding of the residuals, which are sums of terms of about the sizes of J x. */
  get noise(): number {
    const { x, residuals, jacobian } = this.#point;
    const m = residuals.length;
    const terms = this.#change.fill(0);
    for (let j = 0; j < x.length; j++) {
      for (let i = 0; i < m; i++) terms[i] += Math.abs(jacobian[i + j * m] * x[j]);
    }
    return roundingOfTerms * norm(terms);
  }

  /** A change of the value by less may be nothing but rounding: of the sum, or of the residuals. */
  get rounding(): number {
    const { value, residuals } = this.#point;
    const { noise } = this;
    return roundingOfSum * value + norm(residuals) * noise + noise ** 2;
  }

  /** Writes the step to a minimizer of the model, 0 in the columns that depend on others. */
  gaussNewtonStep(out: Vector): Vector {
    const { factor, rows } = this.#factors;
    const solution = this.#solution;
    solution.fill(0);
    for (let k = 0; k < this.rank; k++) solution[k] = this.#right[k];
    return this.#spread(solveUpper(factor, this.rank, solution, solution, rows), this.rank, out);
  }

  /** Writes the minimizer of |r + J p|^2 + damping |D p|^2, for a damping above 0. */
  dampedStep(damping: number, out: Vector): Vector {
    return this.dampedStepTo(this.#right, damping, out);
  }

  /** Writes the minimizer of |J p - b|^2 + damping |D p|^2 for b = `right` (the first k numbers of Q'b, see `rotate`). */
  dampedStepTo(right: Vector, damping: number, out: Vector): Vector {
    const { factor, columns, rows } = this.#factors;
    dampedLeastSquares(factor, columns, rows, right, Math.sqrt(damping), this.#work, this.#solution);
    return this.#spread(this.#solution, columns, out);
  }

  /** b := Q'b, for b of length max(m, k) with zeros behind the first m. */
  rotate(b: Vector): Vector {
    return applyQTransposed(this.#factors, b);
  }

  /** How far the model falls along a step. */
  predictedReduction(step: Vector): number {
    const { residuals, jacobian } = this.#point;
    const change = multiplyJacobian(jacobian, step, this.#change);
    return -dot(residuals, change) - dot(change, change) / 2;
  }

  /** |D p|. */
  lengthOf(step: Vector): number {
    const { scale } = this.#point;
    let squares = 0;
    for (let j = 0; j < step.length; j++) squares += (scale[j] * step[j]) ** 2;
    return Math.sqrt(squares);
  }

  /** From the scaled, permuted unknowns to the variables. */
  #spread(solution: Vector, count: number, out: Vector): Vector {
    const { permutation } = this.#factors;
    out.fill(0);
    for (let k = 0; k < count; k++) {
      const j = this.free[permutation[k]];
      out[j] = solution[k] / this.#point.scale[j];
    }
    return out;
  }
}

/** out = J p, J of m x n. Returns `out`. */
export function multiplyJacobian(jacobian: Vector, p: Vector, out: Vector): Vector {
  const m = out.length;
  out.fill(0);
  for (let j = 0; j < p.length; j++) {
    if (p[j] === 0) continue;
    for (let i = 0; i < m; i++) out[i] += jacobian[i + j * m] * p[j];
  }
  return out;
}

/** out = J'r: the gradient of the sum of squares. Returns `out`. */
export function multiplyJacobianTransposed(jacobian: Vector, r: Vector, out: Vector): Vector {
  const m = r.length;
  for (let j = 0; j < out.length; j++) {
    let sum = 0;
    for (let i = 0; i < m; i++) sum += jacobian[i + j * m] * r[i];
    out[j] = sum;
  }
  return out;
}

/** How much of a scale is left after an iteration in which its column was short. */
const keptScale = 0.7;

/**
 * The lengths of the columns of J, remembered for some iterations: scale_j = max(0.7 scale_j, |column j|), 1 where it never had
 * an entry. More's rule remembers for ever, which keeps steps short where columns have shrunk by many orders on the way (MGH10
 * of NIST); no memory lets variables run away whose columns vanish (BoxBOD, MGH17).
 */
export function updateScale(jacobian: Vector, m: number, scale: Vector): Vector {
  for (let j = 0; j < scale.length; j++) {
    const length = normOfRange(jacobian, j * m, (j + 1) * m);
    scale[j] = Math.max(keptScale * scale[j], length) || 1;
  }
  return scale;
}
