import { multiplyTransposedVector, multiplyVector } from "../../numerics/dense/product.ts";
import { formTridiagonalizer, tridiagonalize } from "../../numerics/dense/tridiagonalize.ts";
import {
  type Envelope,
  envelope,
  envelopeCholesky,
  envelopeSolveLower,
  envelopeSolveUpper,
} from "../../numerics/sparse/envelope.ts";
import { allFinite, copy, dot, maxNorm, norm, scale, type Vector } from "../../numerics/vector.ts";
import { type ExactStep, regularizedStep, type StepLength } from "./regularized-step.ts";

/** The error of a step's length, and of the model in the hard case, relatively. */
const tolerances = { length: 0.01, model: 0.01 };

/** A Hessian as H = Q T Q', plain data: a step for any gradient and any regularization then takes 4 n^2 operations. */
export interface TridiagonalHessian {
  /** Q (n x n). */
  readonly basis: Vector;
  /** T by its envelope: t00, t10, t11, t21, t22, ... (2 n - 1). */
  readonly matrix: Vector;
}

export function newTridiagonalHessian(n: number): TridiagonalHessian {
  return { basis: new Float64Array(n * n), matrix: new Float64Array(Math.max(0, 2 * n - 1)) };
}

/** H := t I. */
export function setToMultiple({ basis, matrix }: TridiagonalHessian, n: number, t: number): void {
  basis.fill(0);
  matrix.fill(0);
  for (let i = 0; i < n; i++) {
    basis[i + i * n] = 1;
    matrix[2 * i] = t;
  }
}

/**
 * Takes in a Hessian (n x n), which is destroyed. False, and nothing is taken in, where it is not finite.
 * Cost: 8 n^3 / 3 operations.
 */
export function reduceHessian(
  hessian: Vector,
  n: number,
  { basis, matrix }: TridiagonalHessian,
  scratch: (length?: number) => Vector,
): boolean {
  if (!allFinite(hessian)) return false;
  const diagonal = scratch();
  const offDiagonal = scratch();
  const reflections = scratch();
  tridiagonalize(hessian, n, diagonal, offDiagonal, reflections, scratch());
  formTridiagonalizer(hessian, n, reflections);
  copy(hessian, basis);
  for (let i = 0; i < n; i++) {
    if (i > 0) matrix[2 * i - 1] = offDiagonal[i - 1];
    matrix[2 * i] = diagonal[i];
  }
  return true;
}

/** The step with that Hessian and a regularization: see `regularizedStep`. */
export function tridiagonalStep(
  { basis, matrix }: TridiagonalHessian,
  gradient: Vector,
  allowed: StepLength,
  scratch: (length?: number) => Vector,
): ExactStep {
  const n = gradient.length;
  const slopes = multiplyTransposedVector(basis, n, n, gradient, scratch());
  const inner = regularizedStep(tridiagonalShape(n), matrix, slopes, allowed, tolerances, scratch);
  return { ...inner, step: multiplyVector(basis, n, n, inner.step, scratch()) };
}

/**
 * The step -(H + t I)^-1 g, with the reduction of the quadratic model and t as its multiplier; undefined where H + t I is not positive
 * definite.
 */
export function dampedStep(
  { basis, matrix }: TridiagonalHessian,
  gradient: Vector,
  t: number,
  scratch: (length?: number) => Vector,
): ExactStep | undefined {
  const n = gradient.length;
  const shape = tridiagonalShape(n);
  const factor = scratch(matrix.length);
  if (!envelopeCholesky(shape, matrix, t, factor)) return undefined;
  const inner = scale(multiplyTransposedVector(basis, n, n, gradient, scratch()), -1, scratch());
  envelopeSolveUpper(shape, factor, envelopeSolveLower(shape, factor, inner, inner), inner);
  const step = multiplyVector(basis, n, n, inner, scratch());
  const length = norm(step);
  return { step, length, multiplier: t, predictedReduction: (t * length * length - dot(gradient, step)) / 2 };
}

/** True when H is positive definite to working precision, or is as good as 0 in every direction where it is not. */
export function isConvex({ matrix }: TridiagonalHessian, n: number, scratch: (length?: number) => Vector): boolean {
  const margin = n * Number.EPSILON * maxNorm(matrix);
  return envelopeCholesky(tridiagonalShape(n), matrix, 4 * margin, scratch(matrix.length));
}

/** Shapes are the same for all steps of a run, and no plain data that its state could hold. */
const shapes = new Map<number, Envelope>();
const keptShapes = 64;

function tridiagonalShape(n: number): Envelope {
  let shape = shapes.get(n);
  if (shape === undefined) {
    shape = envelope(Int32Array.from({ length: n }, (_, i) => Math.max(0, i - 1)));
    if (shapes.size < keptShapes) shapes.set(n, shape);
  }
  return shape;
}
