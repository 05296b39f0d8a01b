import type { Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import type { Coroutine } from "../question.ts";
import type { View } from "../view.ts";
import { parabolaSlope } from "./stencil.ts";
import { typicalStencil } from "./typical-stencil.ts";
import { wrap } from "./wrap.ts";

/** The facts about residuals, for methods. */
export function withResidualFacts(problem: Problem): Problem {
  const { residuals, jacobianPattern, residualCurvature } = problem;
  if (residuals === undefined) return problem;
  const { count, loss } = residuals;
  return wrap(problem, {
    view: (inner) => ({ ...inner, residualCount: count, loss, jacobianPattern, residualCurvature }),
  });
}

/** Adds the gradient of half the sum of squares (or of losses) from residuals and their Jacobian: an answer of each. */
export function gradientFromJacobian(problem: Problem): Problem {
  return wrap(problem, {
    adds: ["gradient"],
    view: (inner) => {
      const gradient = new GradientFromJacobian(inner, problem.residuals!.count);
      return { ...inner, gradient: (x: Vector, out: Vector) => gradient.at(x, out) };
    },
  });
}

/**
 * Adds the Jacobian of the residuals by central differences, none outside the bounds: 2 n answers of the residuals, with
 * an error of about 1e-11 of the third derivatives; another one where a bound leaves room on one side only.
 */
export function jacobianDifferences(problem: Problem, note: string): Problem {
  return wrap(problem, {
    adds: ["jacobian"],
    derivativeNote: note,
    view: (inner) => {
      const differences = new JacobianDifferences(inner, problem.residuals!.count);
      return { ...inner, jacobian: (x: Vector, out: Vector) => differences.jacobian(x, out) };
    },
  });
}

// classes: see `finiteDifferences`

class GradientFromJacobian {
  private readonly inner: View;
  private readonly residuals: Vector;
  private readonly jacobian: Vector;

  constructor(inner: View, count: number) {
    this.inner = inner;
    this.residuals = new Float64Array(count);
    this.jacobian = new Float64Array(count * inner.dimension);
  }

  *at(x: Vector, out: Vector): Coroutine<number> {
    const { inner, residuals, jacobian } = this;
    const value = yield* inner.residuals(x, residuals);
    out.fill(0);
    if (!(value < Infinity)) return Infinity;
    yield* inner.jacobian(x, jacobian);
    const { loss } = inner;
    const m = residuals.length;
    if (loss) for (let i = 0; i < m; i++) residuals[i] *= loss.slope(residuals[i] ** 2, loss.parameters);
    for (let j = 0; j < out.length; j++) for (let i = 0; i < m; i++) out[j] += residuals[i] * jacobian[i + j * m];
    if (out.every(Number.isFinite)) return value;
    out.fill(0);
    return Infinity;
  }
}

class JacobianDifferences {
  private readonly inner: View;
  private readonly point: Vector;
  private readonly here: Vector;
  private readonly first: Vector;
  private readonly second: Vector;

  constructor(inner: View, count: number) {
    this.inner = inner;
    this.point = new Float64Array(inner.dimension);
    this.here = new Float64Array(count);
    this.first = new Float64Array(count);
    this.second = new Float64Array(count);
  }

  *jacobian(x: Vector, out: Vector): Coroutine<void> {
    const { inner, point, here, first, second } = this;
    const m = here.length;
    let asked = false;
    let valid = true;
    point.set(x);
    for (let j = 0; j < x.length; j++) {
      const steps = typicalStencil(inner, inner.x0, x[j], j);
      const symmetric = steps.second === -steps.first;
      if (!symmetric && !asked) {
        valid = (yield* inner.residuals(x, here)) < Infinity && valid;
        asked = true;
      }
      if (steps.first === 0) {
        out.fill(0, j * m, (j + 1) * m);
        continue;
      }
      point[j] = x[j] + steps.first;
      const atFirst = point[j] - x[j];
      valid = (yield* inner.residuals(point, first)) < Infinity && valid;
      point[j] = x[j] + steps.second;
      const atSecond = point[j] - x[j];
      valid = (yield* inner.residuals(point, second)) < Infinity && valid;
      point[j] = x[j];
      for (let i = 0; i < m; i++) {
        out[i + j * m] = symmetric
          ? (first[i] - second[i]) / (atFirst - atSecond)
          : parabolaSlope({ first: atFirst, second: atSecond }, here[i], first[i], second[i]);
      }
    }
    if (!valid) out.fill(NaN);
  }
}
