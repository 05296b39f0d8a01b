import { allFinite, type Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import type { Coroutine } from "../question.ts";
import type { View } from "../view.ts";
import { clipped, coordinateStep, directionRange } from "./room.ts";
import { centralStep, parabolaSlope, stencil } from "./stencil.ts";
import { wrap } from "./wrap.ts";

/** sqrt(eps): balances the truncation of a forward difference, h f'', against its rounding, eps f / h. */
const forwardStep = 2 ** -26;

/** eps^(1/4): for differences of gradients that are differences themselves, with an error of about sqrt(eps). */
const coarseStep = 2 ** -13;

/** Relative gradients below this are asked again with central differences: forward ones are biased by about 1e-8 f''. */
const nearStationary = 1e-3;

/**
 * Adds the gradient by differences of values, in batches, none outside the bounds: n + 1 values for forward differences
 * with steps of sqrt(eps) max(|x_i|, 1), or of the width of the bounds where that is smaller, to the side that has room.
 * Near a stationary point, where their error of about 1e-8 of the second derivative would decide, another 2 n values for
 * central differences, with an error of about 1e-11 of the third. The derivative along a variable whose bounds
 * coincide is 0.
 */
export function finiteDifferences(problem: Problem, note = "requested"): Problem {
  return wrap(problem, {
    adds: ["gradient"],
    derivativeNote: note,
    view: (inner) => {
      const differences = new GradientDifferences(inner);
      return { ...inner, gradient: (x: Vector, out: Vector) => differences.gradient(x, out) };
    },
  });
}

/**
 * Adds Hessian-vector products as differences of two gradients along v: to both sides of x where the bounds leave room,
 * else to one. `gradientIsExact` says whether the gradient is good to rounding or is a difference itself.
 */
export function hessianVectorDifferences(problem: Problem, gradientIsExact: boolean): Problem {
  const relative = gradientIsExact ? centralStep : coarseStep;
  return wrap(problem, {
    adds: ["hessianVector"],
    view: (inner) => {
      const differences = new ProductDifferences(inner, relative);
      return { ...inner, hessianVector: (x: Vector, v: Vector, out: Vector) => differences.product(x, v, out) };
    },
  });
}

// classes, whose generator functions are made once: engines keep a map for the generators of each generator function in their
// old memory, so that a function made anew for each run would keep the whole run from the quick collections

class GradientDifferences {
  private readonly inner: View;
  private readonly points: readonly Vector[];
  private readonly values: Vector;
  private readonly forwardPoints: readonly Vector[];
  private readonly forwardValues: Vector;

  constructor(inner: View) {
    const n = inner.dimension;
    this.inner = inner;
    this.points = Array.from({ length: 2 * n }, () => new Float64Array(n));
    this.values = new Float64Array(2 * n);
    this.forwardPoints = this.points.slice(0, n + 1);
    this.forwardValues = this.values.subarray(0, n + 1);
  }

  *gradient(x: Vector, out: Vector): Coroutine<number> {
    const { inner, points, values, forwardPoints, forwardValues } = this;
    const n = x.length;
    for (const point of forwardPoints) point.set(x);
    for (let i = 0; i < n; i++) forwardPoints[i + 1][i] += coordinateStep(inner, x[i], i, forwardStep);
    yield* inner.values(forwardPoints, forwardValues);
    const value = values[0];
    for (let i = 0; i < n; i++) out[i] = slope(values[i + 1], value, points[i + 1][i] - x[i]);
    if (!isUsable(value, out)) return Infinity;
    if (largestRelative(out, x, value) > nearStationary) return value;

    for (let i = 0; i < n; i++) {
      const { first, second } = stencil(inner, x[i], i);
      points[2 * i].set(x);
      points[2 * i][i] = x[i] + first;
      points[2 * i + 1].set(x);
      points[2 * i + 1][i] = x[i] + second;
    }
    yield* inner.values(points, values);
    for (let i = 0; i < n; i++) {
      const steps = { first: points[2 * i][i] - x[i], second: points[2 * i + 1][i] - x[i] };
      out[i] = parabolaSlope(steps, value, values[2 * i], values[2 * i + 1]);
    }
    return isUsable(value, out) ? value : Infinity;
  }
}

class ProductDifferences {
  private readonly inner: View;
  private readonly relative: number;
  private readonly first: Vector;
  private readonly second: Vector;
  private readonly moved: Vector;

  constructor(inner: View, relative: number) {
    const n = inner.dimension;
    this.inner = inner;
    this.relative = relative;
    this.first = new Float64Array(n);
    this.second = new Float64Array(n);
    this.moved = new Float64Array(n);
  }

  *product(x: Vector, v: Vector, out: Vector): Coroutine<void> {
    const { inner, first, second, relative } = this;
    const n = x.length;
    const { from, to } = directionRange(inner, x, v, relative);
    if (from === to) {
      out.fill(0);
      return;
    }
    const atFirst = yield* inner.gradient(this.along(x, v, to), first);
    const atSecond = yield* inner.gradient(this.along(x, v, from), second);
    const valid = atFirst < Infinity && atSecond < Infinity;
    for (let i = 0; i < n; i++) out[i] = valid ? (first[i] - second[i]) / (to - from) : NaN;
  }

  private along(x: Vector, v: Vector, t: number): Vector {
    const { inner, moved } = this;
    for (let i = 0; i < x.length; i++) moved[i] = clipped(inner, x[i] + t * v[i], i);
    return moved;
  }
}

function slope(moved: number, here: number, step: number): number {
  return step === 0 ? 0 : (moved - here) / step;
}

/** The largest of |g_i| max(|x_i|, 1) / max(|f|, 1). */
function largestRelative(gradient: Vector, x: Vector, value: number): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(gradient[i]) * Math.max(Math.abs(x[i]), 1));
  return largest / Math.max(Math.abs(value), 1);
}

/** A difference with an invalid value is no gradient: the whole answer is invalid then, and the gradient 0. */
function isUsable(value: number, gradient: Vector): boolean {
  if (value < Infinity && allFinite(gradient)) return true;
  gradient.fill(0);
  return false;
}
