import type { Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import { whenAnswered } from "../question.ts";
import type { View } from "../view.ts";
import { wrap } from "./wrap.ts";

/**
 * f(P(u)) + |u - P(u)|^2 in place of f within bounds, P the nearest point inside: for methods that compare values. The
 * square pulls points that wander off back to the bound; with gradients the sum is continuously differentiable only
 * where no bound is active, so those methods are better served by the transformation.
 */
export function boundsByProjection(problem: Problem): Problem {
  if (!problem.lower) return problem;
  return wrap(problem, {
    removes: ["gradient", "hessianVector", "hessian", "residuals", "jacobian", "sampledGradient", "ranking"],
    view: (inner) => {
      // those of the view: a wrapper inside may have changed the variables
      const { lower, upper, dimension: n } = inner;
      if (!lower || !upper) return inner;
      const x = new Float64Array(n);
      const batch: Vector[] = [];
      /** Projects u and returns the squared distance. */
      const project = (u: Vector, out: Vector): number => {
        let squares = 0;
        for (let i = 0; i < n; i++) {
          out[i] = Math.min(upper[i], Math.max(lower[i], u[i]));
          squares += (u[i] - out[i]) ** 2;
        }
        return squares;
      };
      return {
        ...inner,
        lower: undefined,
        upper: undefined,
        original: (u: Vector, out: Vector) => {
          project(u, x);
          return inner.original(x, out);
        },
        value: (u: Vector) => {
          const outside = project(u, x);
          return whenAnswered(inner.value(x), (value) => value + outside);
        },
        values: (us: readonly Vector[], out: Vector) => {
          while (batch.length < us.length) batch.push(new Float64Array(n));
          const outside = us.map((u, k) => project(u, batch[k]));
          return whenAnswered(inner.values(batch.slice(0, us.length), out), (count) => {
            for (let k = 0; k < us.length; k++) out[k] += outside[k];
            return count;
          });
        },
      } as View;
    },
  });
}
