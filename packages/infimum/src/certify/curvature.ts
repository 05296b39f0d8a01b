import { LanczosProcess } from "../numerics/krylov/lanczos-process.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { clipped, directionRange } from "../problem/wrappers/room.ts";

export interface Curvature {
  readonly smallest: number;
  /** How far an eigenvalue of the Hessian is from `smallest` at most, with the error of differences. */
  readonly error: number;
}

/** Exact up to this many free variables: as many Lanczos steps as there are variables. */
const exactVariables = 30;

/** Steps beyond: a certificate should cost less than the run. The extreme values converge first. */
const stepsBeyond = 10;

/** eps^(1/2): the step of a difference of two gradients, relative to the size of x. */
const differenceStep = 2 ** -26;

/** A product by differences is good to about sqrt(eps) of the largest curvature, times what third derivatives add. */
const differenceError = 1e-6;

/**
 * The smallest curvature of the objective at x along the variables `free`, by Lanczos from a random start: one
 * Hessian-vector product a step (given, from the given Hessian, or one more gradient by differences).
 */
export function* smallestCurvature(
  problem: Problem,
  base: View,
  x: Vector,
  gradient: Vector,
  free: readonly number[],
): Coroutine<Curvature> {
  const { functions } = problem;
  const n = x.length;
  const before = free.length;
  const random = base.random("curvature");
  const product = base.scratch(before);
  for (let k = 0; k < before; k++) product[k] = random.normal();
  const steps = before <= exactVariables ? before : stepsBeyond;
  const lanczos = new LanczosProcess(product, { steps, allocate: base.scratch });
  const direction = base.scratch().fill(0);
  const whole = base.scratch();
  const hessian = new HessianAt(problem, base, x, gradient);
  while (!lanczos.done) {
    for (let k = 0; k < before; k++) direction[free[k]] = lanczos.direction[k];
    yield* hessian.times(direction, whole);
    for (let k = 0; k < before; k++) product[k] = whole[free[k]];
    lanczos.advance(product);
  }
  lanczos.computeRitzValues();
  const { ritzValues, bounds, status } = lanczos;
  if (status === "invalid" || lanczos.steps === 0) return { smallest: NaN, error: Infinity };
  const size = Math.max(Math.abs(ritzValues[0]), Math.abs(ritzValues[lanczos.steps - 1]));
  const differenced = !functions.hessianVector && !functions.hessian;
  const rounding = differenced ? differenceError : n * Number.EPSILON;
  return { smallest: ritzValues[0], error: bounds[0] + rounding * size };
}

/** The Hessian at x: given products, the given matrix (asked once), or differences of gradients. */
class HessianAt {
  private readonly problem: Problem;
  private readonly base: View;
  private readonly x: Vector;
  private readonly gradient: Vector;
  private readonly moved: Vector;
  /** The given matrix, once it was asked for. */
  private hessian: Vector | undefined;

  constructor(problem: Problem, base: View, x: Vector, gradient: Vector) {
    this.problem = problem;
    this.base = base;
    this.x = x;
    this.gradient = gradient;
    this.moved = base.scratch();
  }

  /** Writes the product with v. A method, not a closure: see `PointCertifier`. */
  *times(v: Vector, out: Vector): Coroutine<void> {
    const { problem, base, x, gradient, moved } = this;
    const n = x.length;
    if (problem.functions.hessianVector) {
      yield* base.hessianVector(x, v, out);
    } else if (problem.functions.hessian) {
      const hessian = this.hessian ?? new Float64Array(n * n);
      if (this.hessian === undefined) yield* base.hessian(x, hessian);
      this.hessian = hessian;
      out.fill(0);
      for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) out[i] += hessian[i + j * n] * v[j];
    } else {
      const { from, to } = directionRange(problem, x, v, differenceStep);
      const t = to > 0 ? to : from;
      for (let i = 0; i < n; i++) moved[i] = clipped(problem, x[i] + t * v[i], i);
      const value = yield* base.gradient(moved, out);
      const usable = value < Infinity && t !== 0;
      for (let i = 0; i < n; i++) out[i] = usable ? (out[i] - gradient[i]) / t : NaN;
    }
  }
}
