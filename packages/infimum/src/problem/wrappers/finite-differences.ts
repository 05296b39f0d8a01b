import type { Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import type { Coroutine } from "../question.ts";
import { clipped, coordinateStep, directionStep } from "./room.ts";
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
            const moved = x[i] + coordinateStep(inner, x[i], i, forwardStep);
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
          const t = directionStep(inner, x, v, gradientIsExact ? forwardStep : coarseStep);
          if (t === 0) {
            out.fill(0);
            return;
          }
          for (let i = 0; i < n; i++) moved[i] = clipped(inner, x[i] + t * v[i], i);
          const fHere = yield* inner.gradient(x, here);
          const fThere = yield* inner.gradient(moved, there);
          const valid = fHere < Infinity && fThere < Infinity;
          for (let i = 0; i < n; i++) out[i] = valid ? (there[i] - here[i]) / t : NaN;
        },
      };
    },
  });
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
