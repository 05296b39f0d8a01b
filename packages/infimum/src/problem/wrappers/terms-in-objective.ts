import { InfimumError } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import { hasSmoothTerms } from "../composite.ts";
import type { Problem } from "../problem.ts";
import { whenAnswered } from "../question.ts";
import type { View } from "../view.ts";
import { wrap } from "./wrap.ts";

/** Adds the terms to the objective, for methods that know nothing of terms. Terms with kinks leave no gradient. */
export function termsInObjective(problem: Problem): Problem {
  const { terms, within } = problem;
  if (within !== undefined) {
    throw new InfimumError(
      "set-not-handled",
      `this method cannot keep points within ${within.name}: choose one that handles terms, such as "proximal-gradient".`,
    );
  }
  if (terms.length === 0) return problem;
  for (const term of terms) term.check?.(problem.dimension);
  return wrap(problem, {
    removes: hasSmoothTerms(problem)
      ? ["hessian", "ranking"]
      : ["gradient", "hessianVector", "hessian", "sampledGradient", "ranking"],
    view: (inner) => {
      const sum = (x: Vector, value: number): number => {
        let total = value;
        for (const term of terms) total += term.value(x);
        return total;
      };
      const addGradients = (x: Vector, out: Vector) => (value: number) => {
        if (value === Infinity) return value;
        for (const term of terms) term.addGradient!(x, out);
        return sum(x, value);
      };
      return {
        ...inner,
        // the terms have second derivatives of their own
        hessianPattern: undefined,
        value: (x: Vector) => whenAnswered(inner.value(x), (value) => sum(x, value)),
        values: (points: readonly Vector[], out: Vector) =>
          whenAnswered(inner.values(points, out), (count) => {
            for (let k = 0; k < points.length; k++) out[k] = sum(points[k], out[k]);
            return count;
          }),
        gradient: (x: Vector, out: Vector) => whenAnswered(inner.gradient(x, out), addGradients(x, out)),
        sampledGradient: (x: Vector, sample: number, out: Vector) =>
          whenAnswered(inner.sampledGradient(x, sample, out), addGradients(x, out)),
        hessianVector: (x: Vector, v: Vector, out: Vector) =>
          whenAnswered(inner.hessianVector(x, v, out) as never, (answer) => {
            for (const term of terms) term.addHessianVector!(x, v, out);
            return answer;
          }),
      } as View;
    },
  });
}
