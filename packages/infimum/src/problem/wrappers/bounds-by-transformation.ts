import type { Vector } from "../../numerics/vector.ts";
import { type BoxMap, boxCurvature, boxMap, boxSlope, insideBox, outsideBox } from "../box-map.ts";
import type { Problem } from "../problem.ts";
import { type Coroutine, whenAnswered } from "../question.ts";
import type { View } from "../view.ts";
import { wrap } from "./wrap.ts";

/** How far inside a start on a bound is moved, in margins. */
const nudge = 1e-3;

/**
 * A change of variables under which bounds disappear, with the derivatives of the problem: the method sees an
 * unbounded problem, and no point outside the bounds is ever asked. See `BoxMap`.
 */
export function boundsByTransformation(problem: Problem): Problem {
  if (!problem.lower) return problem;
  const adjustsGradient = problem.oracles.has("gradient");
  return wrap(problem, {
    removes: ["hessian", "residuals", "jacobian", "ranking"],
    view: (inner) => {
      // those of the view: a wrapper inside may have changed the variables
      const { lower, upper, dimension: n } = inner;
      if (!lower || !upper) return inner;
      const maps = Array.from({ length: n }, (_, i) => boxMap(lower[i], upper[i]));
      const x = new Float64Array(n);
      const derivative = new Float64Array(n);
      const direction = new Float64Array(n);
      const gradientThere = new Float64Array(n);
      const batch: Vector[] = [];
      const into = (u: Vector, out: Vector): Vector => {
        for (let i = 0; i < n; i++) out[i] = insideBox(maps[i], u[i]);
        return out;
      };
      const slopes = (u: Vector): void => {
        for (let i = 0; i < n; i++) derivative[i] = boxSlope(maps[i], u[i]);
      };
      const scaleGradient = (u: Vector, out: Vector) => (value: number) => {
        for (let i = 0; i < n; i++) out[i] *= boxSlope(maps[i], u[i]);
        return value;
      };
      return {
        ...inner,
        x0: inner.x0.map((start, i) => startOutside(maps[i], start)),
        lower: undefined,
        upper: undefined,
        original: (u: Vector, out: Vector) => inner.original(into(u, x), out),
        value: (u: Vector) => inner.value(into(u, x)),
        values: (us: readonly Vector[], out: Vector) => {
          while (batch.length < us.length) batch.push(new Float64Array(n));
          for (let k = 0; k < us.length; k++) into(us[k], batch[k]);
          return inner.values(batch.length === us.length ? batch : batch.slice(0, us.length), out);
        },
        gradient: (u: Vector, out: Vector) => whenAnswered(inner.gradient(into(u, x), out), scaleGradient(u, out)),
        sampledGradient: (u: Vector, sample: number, out: Vector) =>
          whenAnswered(inner.sampledGradient(into(u, x), sample, out), scaleGradient(u, out)),
        // the Hessian in u is T' H T' and, on the parabolas, the gradient times T''
        *hessianVector(u: Vector, v: Vector, out: Vector): Coroutine<void> {
          into(u, x);
          slopes(u);
          let curved = false;
          for (let i = 0; i < n; i++) {
            direction[i] = derivative[i] * v[i];
            curved ||= boxCurvature(maps[i], u[i]) !== 0;
          }
          yield* inner.hessianVector(x, direction, out);
          for (let i = 0; i < n; i++) out[i] *= derivative[i];
          if (!curved || !adjustsGradient) return;
          yield* inner.gradient(x, gradientThere);
          for (let i = 0; i < n; i++) out[i] += gradientThere[i] * boxCurvature(maps[i], u[i]) * v[i];
        },
      } satisfies Partial<View> as View;
    },
  });
}

/**
 * Search coordinates of the start. On a bound T' vanishes, which would make any start there look stationary: such a start
 * moves inside by a thousandth of the margin.
 */
function startOutside(map: BoxMap, start: number): number {
  if (map.lower === map.upper) return start;
  const lowest = map.lower + nudge * map.lowerMargin;
  const highest = map.upper - nudge * map.upperMargin;
  return outsideBox(map, Math.min(highest, Math.max(lowest, start)));
}
