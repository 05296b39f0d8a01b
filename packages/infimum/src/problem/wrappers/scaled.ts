import { InfimumError } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import { isComposite } from "../composite.ts";
import type { Operators } from "../oracles.ts";
import type { Problem } from "../problem.ts";
import { whenAnswered } from "../question.ts";
import type { View } from "../view.ts";
import { clipped } from "./room.ts";
import { wrap } from "./wrap.ts";

/**
 * The problem in the variables u = x / by: for variables of very different sizes. `by` holds the typical size of each
 * variable in its unit. The result stays in x.
 *
 * @throws InfimumError `bad-scale` when a scale is not positive and finite, or their number is wrong; `scaled-terms` for
 * problems with terms or a set, whose maps are known in x only
 */
export function scaled(problem: Problem, by: ArrayLike<number>): Problem {
  const sizes = Float64Array.from(by);
  if (sizes.length !== problem.dimension || !sizes.every((size) => size > 0 && size < Infinity)) {
    throw new InfimumError("bad-scale", `scaled needs ${problem.dimension} positive sizes, one for each variable.`);
  }
  if (isComposite(problem)) {
    throw new InfimumError(
      "scaled-terms",
      "the maps of terms and sets are known in x only: scale the variables inside the objective.",
    );
  }
  const divided = (bounds: Vector | undefined) => bounds?.map((bound, i) => bound / sizes[i]);
  return wrap(problem, {
    removes: ["hessian", "jacobian", "constraintJacobian", "ranking"],
    view: (inner) => {
      const n = inner.dimension;
      const x = new Float64Array(n);
      const direction = new Float64Array(n);
      const batch: Vector[] = [];
      const into = (u: Vector, out: Vector): Vector => {
        for (let i = 0; i < n; i++) out[i] = clipped(inner, u[i] * sizes[i], i);
        return out;
      };
      const scaleBy = (out: Vector) => (answer: number) => {
        for (let i = 0; i < n; i++) out[i] *= sizes[i];
        return answer;
      };
      return {
        ...inner,
        ...boxOperators(inner, sizes),
        x0: inner.x0.map((start, i) => start / sizes[i]),
        lower: divided(inner.lower),
        upper: divided(inner.upper),
        original: (u: Vector, out: Vector) => inner.original(into(u, x), out),
        value: (u: Vector) => inner.value(into(u, x)),
        values: (us: readonly Vector[], out: Vector) => {
          while (batch.length < us.length) batch.push(new Float64Array(n));
          for (let k = 0; k < us.length; k++) into(us[k], batch[k]);
          return inner.values(batch.slice(0, us.length), out);
        },
        gradient: (u: Vector, out: Vector) => whenAnswered(inner.gradient(into(u, x), out), scaleBy(out)),
        sampledGradient: (u: Vector, sample: number, out: Vector) =>
          whenAnswered(inner.sampledGradient(into(u, x), sample, out), scaleBy(out)),
        hessianVector: (u: Vector, v: Vector, out: Vector) => {
          for (let i = 0; i < n; i++) direction[i] = v[i] * sizes[i];
          return whenAnswered(inner.hessianVector(into(u, x), direction, out) as never, scaleBy(out));
        },
        residuals: (u: Vector, out: Vector) => inner.residuals(into(u, x), out),
        constraints: (u: Vector, out: Vector) => inner.constraints(into(u, x), out),
      } as unknown as View;
    },
  });
}

/** The maps of the box in the scaled variables. */
function boxOperators(inner: View, sizes: Vector): Partial<Operators> {
  const project = (u: Vector, out: Vector): void => {
    for (let i = 0; i < u.length; i++) out[i] = clipped(inner, u[i] * sizes[i], i) / sizes[i];
  };
  const proximal = (u: Vector, _stepSize: number, out: Vector): number => {
    project(u, out);
    return 0;
  };
  return { project, proximal };
}
