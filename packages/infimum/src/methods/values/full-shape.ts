import { multiply, multiplyByTransposed, multiplyVector, symmetricEigen } from "../../numerics/dense/index.ts";
import type { Facts } from "../../problem/view.ts";
import { largestCondition, type ShapeKind } from "./shape-kind.ts";

/** A whole covariance matrix C. */
export interface FullShape {
  readonly kind: "full";
  /** The lower triangle. */
  readonly covariance: Float64Array;
  /** B and the diagonal of D, where C was B D^2 B^T when it was last decomposed. */
  readonly axes: Float64Array;
  readonly axisLengths: Float64Array;
  decomposedAt: number;
}

/** About n^2 operations a point and up to 12 n^3 a generation. */
export const fullShape: ShapeKind<FullShape> = {
  open: (n) => ({
    kind: "full",
    covariance: identity(n),
    axes: identity(n),
    axisLengths: new Float64Array(n).fill(1),
    decomposedAt: 0,
  }),
  stretch({ axes, axisLengths }, normals, count, problem, out) {
    const n = axisLengths.length;
    const root = problem.scratch(n * n);
    for (let j = 0; j < n; j++) {
      for (let i = j * n; i < j * n + n; i++) root[i] = axes[i] * axisLengths[j];
    }
    return multiply(root, normals, n, n, count, out);
  },
  relax({ axes, axisLengths }, step, _problem, out) {
    const n = axisLengths.length;
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += axes[i + j * n] * step[i];
      out[j] = sum / axisLengths[j];
    }
    return out;
  },
  // B times the normals is C^(-1/2) times the steps
  whiten: ({ axes, axisLengths: { length } }, normal, out) => multiplyVector(axes, length, length, normal, out),
  learn(shape, lesson, problem) {
    const { covariance, axisLengths } = shape;
    const { constants, steps, weighted, path, keep } = lesson;
    const { rankOneRate, rankManyRate } = constants;
    const n = axisLengths.length;
    const count = steps.length / n;
    const rankMany = multiplyByTransposed(weighted, steps, n, count, n, problem.scratch(n * n));
    for (let j = 0; j < n; j++) {
      const rankOne = rankOneRate * path[j];
      for (let i = j; i < n; i++) {
        const at = i + j * n;
        covariance[at] = keep * covariance[at] + rankOne * path[i] + rankManyRate * rankMany[at];
      }
    }
  },
  deviation: ({ covariance, axisLengths: { length } }, i) => Math.sqrt(covariance[i + i * length]),
  narrow(shape, j, factor) {
    const { covariance, axisLengths } = shape;
    const n = axisLengths.length;
    for (let i = 0; i < j; i++) covariance[j + i * n] *= factor;
    for (let i = j; i < n; i++) covariance[i + j * n] *= factor;
    covariance[j + j * n] *= factor;
    shape.decomposedAt = -Infinity;
  },
  refresh: (shape, { decompositionGap }, generation, problem) =>
    generation - shape.decomposedAt < decompositionGap || decompose(shape, generation, problem),
  axis({ axes, axisLengths }, k, out) {
    const n = axisLengths.length;
    for (let i = 0; i < n; i++) out[i] = axisLengths[k] * axes[i + k * n];
    return true;
  },
};

/** C = B D^2 B^T; false, and nothing changed, when the condition number leaves samples no meaning. */
function decompose(shape: FullShape, generation: number, problem: Facts): boolean {
  const { covariance, axes, axisLengths } = shape;
  const n = axisLengths.length;
  const values = problem.scratch(n);
  const vectors = problem.scratch(n * n);
  const work = { offDiagonal: problem.scratch(n), reflections: problem.scratch(n), product: problem.scratch(n) };
  const decomposed = symmetricEigen(covariance, n, values, vectors, work);
  if (!decomposed || !(values[0] > 0) || !(values[n - 1] <= largestCondition * values[0])) return false;
  axes.set(vectors);
  for (let i = 0; i < n; i++) axisLengths[i] = Math.sqrt(values[i]);
  shape.decomposedAt = generation;
  return true;
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i + i * n] = 1;
  return matrix;
}
