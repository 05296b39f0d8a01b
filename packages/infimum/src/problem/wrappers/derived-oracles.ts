import type { Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import type { Coroutine } from "../question.ts";
import { wrap } from "./wrap.ts";

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
