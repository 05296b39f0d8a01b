import type { Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import { type Coroutine, whenAnswered } from "../question.ts";
import type { View } from "../view.ts";
import { wrap } from "./wrap.ts";

/**
 * A change of variables x = T(u) under which bounds disappear: T is the identity well inside, a parabola within a margin
 * `a` of a bound, and continues by reflection, so it is continuously differentiable and does not change the scale
 * of a problem whose solution lies inside. Near a lower bound l: x = l + (u - (l - a))^2 / (4 a) for u in [l - a, l + a].
 *
 * The derivative of T vanishes on a bound itself, which would make any start there look stationary: such a start is
 * moved inside by a thousandth of the margin.
 *
 * @reference N. Hansen, A. S. P. Niederberger, L. Guzzella, P. Koumoutsakos (2009), A Method for Handling Uncertainty in
 * Evolutionary Optimization, doi:10.1109/TEVC.2008.924423: the boundary transformation of the authors' CMA-ES codes
 */
export function boundsByTransformation(problem: Problem): Problem {
  const { lower, upper } = problem;
  if (lower === undefined || upper === undefined) return problem;
  const adjustsGradient = problem.oracles.has("gradient");
  return wrap(problem, {
    removes: ["hessian", "residuals", "jacobian", "ranking"],
    view: (inner) => {
      const n = inner.dimension;
      const maps = Array.from({ length: n }, (_, i) => coordinateMap(lower[i], upper[i]));
      const x = new Float64Array(n);
      const derivative = new Float64Array(n);
      const direction = new Float64Array(n);
      const gradientThere = new Float64Array(n);
      const batch: Vector[] = [];
      const into = (u: Vector, out: Vector): Vector => {
        for (let i = 0; i < n; i++) out[i] = maps[i].value(u[i]);
        return out;
      };
      const slopes = (u: Vector): void => {
        for (let i = 0; i < n; i++) derivative[i] = maps[i].derivative(u[i]);
      };
      const scaleGradient = (u: Vector, out: Vector) => (value: number) => {
        for (let i = 0; i < n; i++) out[i] *= maps[i].derivative(u[i]);
        return value;
      };
      return {
        ...inner,
        x0: inner.x0.map((start, i) => maps[i].inverse(start)),
        lower: undefined,
        upper: undefined,
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
            curved ||= maps[i].secondDerivative(u[i]) !== 0;
          }
          yield* inner.hessianVector(x, direction, out);
          for (let i = 0; i < n; i++) out[i] *= derivative[i];
          if (!curved || !adjustsGradient) return;
          yield* inner.gradient(x, gradientThere);
          for (let i = 0; i < n; i++) out[i] += gradientThere[i] * maps[i].secondDerivative(u[i]) * v[i];
        },
      } satisfies Partial<View> as View;
    },
  });
}

interface CoordinateMap {
  value(u: number): number;
  derivative(u: number): number;
  secondDerivative(u: number): number;
  inverse(x: number): number;
}

const identity: CoordinateMap = { value: (u) => u, derivative: () => 1, secondDerivative: () => 0, inverse: (x) => x };

function coordinateMap(lower: number, upper: number): CoordinateMap {
  if (lower === -Infinity && upper === Infinity) return identity;
  if (lower === upper)
    return { value: () => lower, derivative: () => 0, secondDerivative: () => 0, inverse: () => lower };
  const width = (upper - lower) / 2;
  const below = lower === -Infinity ? 0 : Math.min(width, (1 + Math.abs(lower)) / 20);
  const above = upper === Infinity ? 0 : Math.min(width, (1 + Math.abs(upper)) / 20);
  const first = lower - below;
  const last = upper + above;
  /** Reflects u into [first, last]; `flipped` says how the slope turns. */
  const fold = (u: number): { at: number; flipped: number } => {
    if (u >= first && u <= last) return { at: u, flipped: 1 };
    if (last === Infinity) return { at: 2 * first - u, flipped: -1 };
    if (first === -Infinity) return { at: 2 * last - u, flipped: -1 };
    const period = 2 * (last - first);
    const into = u - first - period * Math.floor((u - first) / period);
    return into <= period / 2 ? { at: first + into, flipped: 1 } : { at: last - (into - period / 2), flipped: -1 };
  };
  return {
    value(u) {
      const { at } = fold(u);
      const x =
        at < lower + below
          ? lower + (at - first) ** 2 / (4 * below)
          : at > upper - above
            ? upper - (at - last) ** 2 / (4 * above)
            : at;
      return Math.min(upper, Math.max(lower, x));
    },
    derivative(u) {
      const { at, flipped } = fold(u);
      if (at < lower + below) return (flipped * (at - first)) / (2 * below);
      if (at > upper - above) return (flipped * (last - at)) / (2 * above);
      return flipped;
    },
    secondDerivative(u) {
      const { at } = fold(u);
      if (at < lower + below) return 1 / (2 * below);
      if (at > upper - above) return -1 / (2 * above);
      return 0;
    },
    inverse(x) {
      if (below > 0 && x < lower + below) return first + 2 * Math.sqrt(below * Math.max(x - lower, 1e-3 * below));
      if (above > 0 && x > upper - above) return last - 2 * Math.sqrt(above * Math.max(upper - x, 1e-3 * above));
      return x;
    },
  };
}
