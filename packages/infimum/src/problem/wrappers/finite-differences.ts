import type { Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import type { Coroutine } from "../question.ts";
import type { View } from "../view.ts";
import { wrap } from "./wrap.ts";

/** sqrt(eps): balances the truncation of a forward difference, h f'', against its rounding, eps f / h. */
const forwardStep = 2 ** -26;

/** eps^(1/4): the same balance when what is differenced is itself a forward difference with an error of sqrt(eps). */
const coarseStep = 2 ** -13;

/**
 * Adds the gradient by forward differences: n + 1 values in one batch, none outside the bounds. The step is
 * sqrt(eps) max(|x_i|, 1), or of the width of the bounds where that is smaller; it turns to the side that has room, and
 * the derivative along a variable whose bounds coincide is 0. Error about 1e-8 of the second derivative.
 */
export function finiteDifferences(problem: Problem, note = "requested"): Problem {
  return wrap(problem, {
    adds: ["gradient"],
    derivativeNote: note,
    view: (inner) => {
      const n = inner.dimension;
      const points = Array.from({ length: n + 1 }, () => new Float64Array(n));
      const values = new Float64Array(n + 1);
      const steps = new Float64Array(n);
      return {
        ...inner,
        *gradient(x: Vector, out: Vector): Coroutine<number> {
          for (const point of points) point.set(x);
          for (let i = 0; i < n; i++) {
            const moved = x[i] + roomyStep(inner, x[i], i, forwardStep);
            points[i + 1][i] = moved;
            steps[i] = moved - x[i];
          }
          yield* inner.values(points, values);
          for (let i = 0; i < n; i++) out[i] = slope(values[i + 1], values[0], steps[i]);
          return usable(values[0], out);
        },
      };
    },
  });
}

/**
 * Adds Hessian-vector products as differences of gradients along v, one more gradient each, and never outside the
 * bounds. `gradientIsExact` says whether the gradient is good to rounding or is a difference itself.
 */
export function hessianVectorDifferences(problem: Problem, gradientIsExact: boolean): Problem {
  return wrap(problem, {
    adds: ["hessianVector"],
    view: (inner) => {
      const n = inner.dimension;
      const here = new Float64Array(n);
      const there = new Float64Array(n);
      const moved = new Float64Array(n);
      return {
        ...inner,
        *hessianVector(x: Vector, v: Vector, out: Vector): Coroutine<void> {
          const t = alongStep(inner, x, v, gradientIsExact ? forwardStep : coarseStep);
          if (t === 0) {
            out.fill(0);
            return;
          }
          for (let i = 0; i < n; i++) moved[i] = keepInside(inner, x[i] + t * v[i], i);
          const fHere = yield* inner.gradient(x, here);
          const fThere = yield* inner.gradient(moved, there);
          const valid = fHere < Infinity && fThere < Infinity;
          for (let i = 0; i < n; i++) out[i] = valid ? (there[i] - here[i]) / t : NaN;
        },
      };
    },
  });
}

/** Adds Hessian-vector products from a given Hessian: one Hessian and n^2 operations each. */
export function hessianVectorFromHessian(problem: Problem): Problem {
  return wrap(problem, {
    adds: ["hessianVector"],
    view: (inner) => {
      const n = inner.dimension;
      const hessian = new Float64Array(n * n);
      return {
        ...inner,
        *hessianVector(x: Vector, v: Vector, out: Vector): Coroutine<void> {
          yield* inner.hessian(x, hessian);
          out.fill(0);
          for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) out[i] += hessian[i + j * n] * v[j];
        },
      };
    },
  });
}

/** Adds the value, and batches of it, from a gradient that returns it. */
export function valueFromGradient(problem: Problem): Problem {
  return wrap(problem, {
    adds: ["value", "values"],
    view: (inner) => {
      const unused = new Float64Array(inner.dimension);
      return {
        ...inner,
        value: (x: Vector) => inner.gradient(x, unused),
        *values(points: readonly Vector[], out: Vector): Coroutine<number> {
          for (let k = 0; k < points.length; k++) out[k] = yield* inner.gradient(points[k], unused);
          return points.length;
        },
      };
    },
  });
}

/** Adds the gradient of a sample where there is one function only: every sample is that function. */
export function sampledFromGradient(problem: Problem): Problem {
  return wrap(problem, {
    adds: ["sampledGradient"],
    view: (inner) => ({
      ...inner,
      sampledGradient: (x: Vector, _sample: number, out: Vector) => inner.gradient(x, out),
    }),
  });
}

/** Adds the ranking of points from their values; ties go to the earlier point. */
export function rankingFromValues(problem: Problem): Problem {
  return wrap(problem, {
    adds: ["ranking"],
    view: (inner) => ({
      ...inner,
      *ranking(points: readonly Vector[], out: Int32Array): Coroutine<void> {
        const values = inner.scratch(points.length);
        yield* inner.values(points, values);
        for (let k = 0; k < out.length; k++) out[k] = k;
        out.sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : a - b));
      },
    }),
  });
}

/** A step of about `relative` max(|x|, 1) that stays within the bounds; 0 where they leave no room. */
function roomyStep(view: View, x: number, i: number, relative: number): number {
  const below = x - (view.lower?.[i] ?? -Infinity);
  const above = (view.upper?.[i] ?? Infinity) - x;
  const step = relative * Math.max(Math.abs(x), Math.min(1, below + above));
  if (step <= above) return step;
  return step <= below ? -step : above >= below ? above : -below;
}

function slope(moved: number, here: number, step: number): number {
  return step === 0 ? 0 : (moved - here) / step;
}

/** A difference with an invalid value is no gradient: the whole answer is invalid then. */
function usable(value: number, gradient: Vector): number {
  for (let i = 0; i < gradient.length; i++) {
    if (!Number.isFinite(gradient[i])) {
      gradient.fill(0);
      return Infinity;
    }
  }
  return value;
}

/** How far to go along v, at about `relative` of the size of x, at most as far as the bounds allow; its sign too. */
function alongStep(view: View, x: Vector, v: Vector, relative: number): number {
  let largest = 0;
  let size = 1;
  for (let i = 0; i < v.length; i++) {
    largest = Math.max(largest, Math.abs(v[i]));
    size = Math.max(size, Math.abs(x[i]));
  }
  if (largest === 0) return 0;
  const wanted = (relative * size) / largest;
  const forward = room(view, x, v);
  if (wanted <= forward) return wanted;
  const backward = roomBackward(view, x, v);
  if (wanted <= backward) return -wanted;
  return forward >= backward ? forward : -backward;
}

function room(view: View, x: Vector, v: Vector): number {
  let t = Infinity;
  for (let i = 0; i < v.length; i++) {
    if (v[i] > 0) t = Math.min(t, ((view.upper?.[i] ?? Infinity) - x[i]) / v[i]);
    else if (v[i] < 0) t = Math.min(t, ((view.lower?.[i] ?? -Infinity) - x[i]) / v[i]);
  }
  return t;
}

function roomBackward(view: View, x: Vector, v: Vector): number {
  let t = Infinity;
  for (let i = 0; i < v.length; i++) {
    if (v[i] > 0) t = Math.min(t, (x[i] - (view.lower?.[i] ?? -Infinity)) / v[i]);
    else if (v[i] < 0) t = Math.min(t, (x[i] - (view.upper?.[i] ?? Infinity)) / v[i]);
  }
  return t;
}

function keepInside(view: View, x: number, i: number): number {
  return Math.min(view.upper?.[i] ?? Infinity, Math.max(view.lower?.[i] ?? -Infinity, x));
}

